using System.Data.Common;
using System.Net.Sockets;
using Akka.Actor;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Hosting.Http;

/// <summary>Whether participants would be served now: this node admits them, and the journal and its database answer.</summary>
/// <remarks>
/// Not Akka.Cluster.Hosting's check, which is content with a member whose regions know of no coordinator yet. The database is asked
/// itself, because a journal that nobody writes to does not know that it is gone.
/// </remarks>
internal sealed class Readiness(NodeState state, Database database, ActorSystem system)
{
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    /// <summary><c>null</c> when ready, else why not.</summary>
    public async Task<string?> ProblemAsync(CancellationToken cancellationToken) => state.Phase switch
    {
        NodePhase.Starting => "starting: not a member yet, or regions do not answer",
        NodePhase.Stopping => "stopping",
        _ => await JournalProblemAsync(cancellationToken),
    };

    private async Task<string?> JournalProblemAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerLimit);
        try
        {
            await using var connection = await database.OpenAsync(limit.Token);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT MAX(version) FROM coordinator_schema";
            await command.ExecuteScalarAsync(limit.Token);
            return GroupCommitQueues.Of(system).IsShut ? "the journal is shut for a moment: its last writes failed" : null;
        }
        catch (Exception failed) when (failed is DbException or SocketException or OperationCanceledException or TimeoutException)
        {
            return $"the journal's database does not answer: {failed.Message}";
        }
    }
}
