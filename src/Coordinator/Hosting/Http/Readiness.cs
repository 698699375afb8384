using Akka.Actor;
using Akka.Pattern;
using Coordinator.Common;
using Coordinator.Contracts.Logging;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Hosting.Http;

/// <summary>Readiness of a node: it admits participants, and its database answers and stores what is written.</summary>
/// <remarks>
/// Akka.Cluster.Hosting's check is not enough: it succeeds for a member whose regions do not know the shard coordinator yet. The
/// database is asked directly, because a journal without writes does not notice that its database is unavailable.
/// A node that is alone among several seeds is not ready, although it serves: everything would stop with it.
/// Health is open to all. Requests that come together share one check, so that a flood uses up neither mailboxes nor connections.
/// </remarks>
internal sealed class Readiness(NodeState state, Database database, ActorSystem system)
{
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    private readonly SharedQuestion _check = new();
    private readonly SharedQuestion _database = new();
    private WriteProbe? _probe;

    /// <summary>Reason why the node is not ready; <c>null</c> when it is.</summary>
    public async Task<string?> ProblemAsync(CancellationToken cancellationToken) => state.Phase switch
    {
        NodePhase.Starting => $"starting: {state.Formation.Problem ?? "the node is not a member yet, or its regions do not answer"}",
        NodePhase.Stopping => "stopping",
        _ => state.Formation.Problem ?? await _check.AskAsync(CheckAsync).WaitAsync(cancellationToken),
    };

    private async Task<string?> CheckAsync() => await PartsProblemAsync() ?? await JournalProblemAsync();

    /// <summary>Asks the session listener and every region: one that has ended, or whose mailbox stands still, does not answer.</summary>
    private async Task<string?> PartsProblemAsync()
    {
        var problems = await Task.WhenAll(state.Parts.Select(PartProblemAsync));
        return problems.FirstOrDefault(problem => problem is not null);
    }

    private static async Task<string?> PartProblemAsync(IActorRef part)
    {
        try
        {
            var identity = await part.Ask<ActorIdentity>(new Identify(null), AnswerLimit);
            return identity.Subject is null ? $"{NodeState.NameOf(part)} has terminated" : null;
        }
        catch (AskTimeoutException)
        {
            return $"{NodeState.NameOf(part)} does not answer";
        }
    }

    // Npgsql does not give up a handshake when it is cancelled, but only after its own timeout. Until then, no further one begins.
    private async Task<string?> JournalProblemAsync()
    {
        try
        {
            return await _database.AskAsync(AskDatabaseAsync).WaitAsync(AnswerLimit);
        }
        catch (TimeoutException)
        {
            return $"the journal's database does not answer within {OptionText.Of(AnswerLimit)}";
        }
    }

    private async Task<string?> AskDatabaseAsync()
    {
        using var limit = new CancellationTokenSource(AnswerLimit);
        try
        {
            await using var connection = await database.OpenAsync(limit.Token);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT MAX(version) FROM coordinator_schema";
            await command.ExecuteScalarAsync(limit.Token);
            var journal = GroupCommitQueues.Of(system);
            if (journal.IsShut)
                return "the circuit breaker of the journal is open: its last writes failed";
            await (_probe ??= new WriteProbe(journal, ((ExtendedActorSystem)system).Provider.DefaultAddress.HostPort(), TimeProvider.System)).WriteAsync();
            return null;
        }
        catch (OpenCircuitException)
        {
            return "the circuit breaker of the journal is open: its last writes failed";
        }
#pragma warning disable CA1031 // Whatever a check fails with is the reason why the node is not ready.
        catch (Exception failed)
#pragma warning restore CA1031
        {
            return $"the journal's database does not answer, or stores nothing: {LogText.Escape(failed.Message)}";
        }
    }
}
