using Coordinator.Contracts.Checking;
using Coordinator.Participants.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Checking;

/// <summary>Calls the service's checker in a scope of its own. An exception of the checker becomes a failed result.</summary>
internal sealed class CheckRunner(IServiceProvider services, ILogger logger)
{
    public async Task<CheckResult> RunAsync(CheckTransaction check, CancellationToken ct)
    {
        // Checkers may block, as SQLite does, so they must not run on the actor's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await using var scope = services.CreateAsyncScope();
            if (scope.ServiceProvider.GetService<ITransactionChecker>() is not { } checker)
                return CheckResult.Failed("this participant has no checker: add UseOutcomeStore or UseChecker");
            var question = new TransactionCheck(check.Id, check.Group, check.Number, check.Messages);
            return await checker.CheckAsync(question, ct) ?? CheckResult.Failed("the checker returned null");
        }
#pragma warning disable CA1031 // Any exception of a checker means that it could not find out.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.LogWarning(error, "Check {Number} of transaction {Transaction} failed", check.Number, check.Id);
            return CheckResult.Failed(Detail.Of(error));
        }
    }
}
