using System.Diagnostics;
using Coordinator.Contracts.Checking;
using Coordinator.Participants.Common;
using Coordinator.Participants.Tracing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Checking;

/// <summary>Calls the service's checker in a scope of its own. An exception of the checker becomes a failed result.</summary>
/// <param name="services">The services of the host.</param>
/// <param name="logger">Logger.</param>
/// <param name="participant">Name of the participant, whose checker answers; <c>null</c>: the one without a name.</param>
internal sealed class CheckRunner(IServiceProvider services, ILogger logger, string? participant = null)
{
    public async Task<CheckResult> RunAsync(CheckTransaction check, CancellationToken ct)
    {
        // Checkers may block, as SQLite does, so they must not run on the actor's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var activity = Spans.Start("check", ActivityKind.Client, TraceContext.Of(check.Messages is [var first, ..] ? first : null));
        activity?.SetTag("coordinator.transaction.id", check.Id.Value).SetTag("coordinator.check.number", check.Number);
        try
        {
            await using var scope = services.CreateAsyncScope();
            if (new ParticipantServices(scope.ServiceProvider, participant).Find<ITransactionChecker>() is not { } checker)
                return CheckResult.Failed("this participant has no checker: add UseOutcomeStore or UseChecker");
            var question = new TransactionCheck(check.Id, check.Group, check.Number, check.Messages);
            var result = await checker.CheckAsync(question, ct) ?? CheckResult.Failed("the checker returned null");
            activity?.SetTag("coordinator.check.verdict", result.Verdict.ToString());
            return result;
        }
#pragma warning disable CA1031 // Any exception of a checker means that it could not find out.
        catch (Exception error)
#pragma warning restore CA1031
        {
            activity?.Fail(error);
            logger.LogWarning(error, "Check {Number} of transaction {Transaction} failed", check.Number, check.Id);
            return CheckResult.Failed(Detail.Of(error));
        }
    }
}
