using System.Data.Common;
using System.Net.Sockets;
using Akka.Actor;
using Coordinator.Common;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Hosting.Http;

/// <summary>Readiness of a node: it admits participants, and its journal and database answer.</summary>
/// <remarks>
/// Akka.Cluster.Hosting's check is not enough: it succeeds for a member whose regions do not know the shard coordinator yet. The
/// database is asked directly, because a journal without writes does not notice that its database is unavailable.
/// </remarks>
internal sealed class Readiness(NodeState state, Database database, ActorSystem system)
{
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    /// <summary>Reason why the node is not ready; <c>null</c> when it is.</summary>
    public async Task<string?> ProblemAsync(CancellationToken cancellationToken) => state.Phase switch
    {
        NodePhase.Starting => "starting: the node is not a member yet, or its regions do not answer",
        NodePhase.Stopping => "stopping",
        _ => await PartsProblemAsync(cancellationToken) ?? await JournalProblemAsync(cancellationToken),
    };

    /// <summary>Asks the session listener and every region: one that has ended, or whose mailbox stands still, does not answer.</summary>
    private async Task<string?> PartsProblemAsync(CancellationToken cancellationToken)
    {
        var problems = await Task.WhenAll(state.Parts.Select(part => PartProblemAsync(part, cancellationToken)));
        return problems.FirstOrDefault(problem => problem is not null);
    }

    private static async Task<string?> PartProblemAsync(IActorRef part, CancellationToken cancellationToken)
    {
        try
        {
            var identity = await part.Ask<ActorIdentity>(new Identify(null), AnswerLimit, cancellationToken);
            return identity.Subject is null ? $"{part.Path.ToStringWithoutAddress()} has terminated" : null;
        }
        catch (Exception failed) when (failed is AskTimeoutException or OperationCanceledException)
        {
            return $"{part.Path.ToStringWithoutAddress()} does not answer";
        }
    }

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
            return GroupCommitQueues.Of(system).IsShut ? "the circuit breaker of the journal is open: its last writes failed" : null;
        }
        catch (Exception failed) when (failed is DbException or SocketException or OperationCanceledException or TimeoutException)
        {
            return $"the journal's database does not answer: {LogText.Escape(failed.Message)}";
        }
    }
}
