using System.Data.Common;
using Coordinator.Storage;

namespace Coordinator.Hosting;

/// <summary>Whether participants would be served now: this node admits them, and the journal's database answers.</summary>
internal sealed class Readiness(NodeState state, Database database)
{
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    /// <summary><c>null</c> when ready, else why not.</summary>
    public async Task<string?> ProblemAsync(CancellationToken cancellationToken) => state.Phase switch
    {
        NodePhase.Starting => "starting: not a member yet, or regions do not answer",
        NodePhase.Stopping => "stopping",
        _ => await DatabaseProblemAsync(cancellationToken),
    };

    private async Task<string?> DatabaseProblemAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerLimit);
        try
        {
            await using var connection = await database.OpenAsync(limit.Token);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT MAX(version) FROM coordinator_schema";
            await command.ExecuteScalarAsync(limit.Token);
            return null;
        }
        catch (Exception failed) when (failed is DbException or OperationCanceledException or TimeoutException)
        {
            return $"the journal's database does not answer: {failed.Message}";
        }
    }
}
