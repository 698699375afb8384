using Coordinator.Contracts.Checking;
using Coordinator.Participants.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Checking;

/// <summary>Asks the service's checker, in a scope of its own, and makes a verdict of whatever it does.</summary>
internal sealed class CheckRunner(IServiceProvider services, ILogger logger)
{
    public async Task<CheckFinding> RunAsync(CheckTransaction check, CancellationToken ct)
    {
        // Checkers may block (SQLite does): not on the actor's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await using var scope = services.CreateAsyncScope();
            if (scope.ServiceProvider.GetService<ITransactionChecker>() is not { } checker)
                return new CheckFinding(CheckVerdict.Failed, "this participant has no checker");
            var question = new TransactionCheck(check.Id, check.Group, check.Number, check.Messages);
            var result = await checker.CheckAsync(question, ct);
            return new CheckFinding(result.Verdict, result.Detail is { } detail ? Detail.Of(detail) : null);
        }
#pragma warning disable CA1031 // Whatever a checker throws means the same: it could not find out.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.LogWarning(error, "Check {Number} of transaction {Transaction} failed", check.Number, check.Id);
            return new CheckFinding(CheckVerdict.Failed, Detail.Of(error));
        }
    }
}

internal sealed record CheckFinding(CheckVerdict Verdict, string? Detail);
