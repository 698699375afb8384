namespace Coordinator.Contracts.Sessions;

/// <summary>Ends the session, on behalf of either side. The participant repeats unanswered commands in its next session.</summary>
/// <param name="Reason">Text for people.</param>
/// <param name="Superseded">
/// True when another participant opened a session under the same <see cref="OpenSession.Instance" />. Two such participants that
/// reconnect at once would end each other's sessions for ever.
/// </param>
internal sealed record SessionClosed(string Reason, bool Superseded = false) : IFrameItem;
