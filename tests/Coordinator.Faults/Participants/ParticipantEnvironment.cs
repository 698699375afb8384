using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Participants;

/// <summary>Addresses and directories of a participant's process.</summary>
/// <param name="Directory">Directory for histories.</param>
/// <param name="Host">Address of the participant.</param>
/// <param name="ContactPoints">Session listeners of all nodes.</param>
/// <param name="Administration">HTTP addresses of all nodes.</param>
/// <param name="Token">Token of their administration.</param>
/// <param name="Forgets">True when outcomes and inbox rows are purged every second. Ids have a time then, because no others are purged.</param>
internal sealed record ParticipantEnvironment(
    string Directory, string Host, IReadOnlyList<string> ContactPoints, IReadOnlyList<string> Administration, string Token, bool Forgets)
{
    public static readonly TimeSpan PurgeInterval = TimeSpan.FromSeconds(1);

    public string HistoryOf(string name) => HistoryFormat.FileOf(Directory, name);
}
