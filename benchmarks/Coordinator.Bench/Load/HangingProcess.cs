using Coordinator.Bench.Measuring;
using Coordinator.Contracts.Messages;
using Coordinator.Participants;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Producing;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Bench.Load;

/// <summary>
/// Process of a producer that prepares and sends nothing more, so that all its transactions fall due when the window begins.
/// </summary>
internal static class HangingProcess
{
    private const int Size = 128;
    private const int CheckConcurrency = 1024;

    public static Task<int> RunAsync(string coordinator, string directory, HangingPlan plan, CancellationToken ct)
    {
        var decisions = new Decisions(plan.Number, TimeProvider.System);
        var checks = new CheckLog();
        var prepared = 0L;
        return ParticipantProcess.RunAsync(
            services => services
                .AddCoordinatorParticipant(options =>
                {
                    options.ContactPoints = [coordinator];
                    options.ProducerGroup = ProducerProcess.GroupName(plan.Number);
                    options.CheckConcurrency = CheckConcurrency;
                })
                .UseChecker(AnswerAsync),
            () => new Report(ReportKind.Progress, Interlocked.Read(ref prepared)) { Checked = checks.Transactions },
            async (services, due, orders, stopping) =>
            {
                await PrepareAllAsync(services.GetRequiredService<ITransactionalProducer>(), due, stopping);
                await orders.NextAsync(stopping);
                decisions.Committed.Save(ProducerProcess.CommittedFile(directory, plan.Number));
                return new Report(ReportKind.Result, prepared, Checks: checks.Figures());
            },
            ct);

        Task PrepareAllAsync(ITransactionalProducer producer, Window due, CancellationToken stopping)
        {
            var next = -1L;
            return Task.WhenAll(Enumerable.Range(0, plan.InFlight).Select(_ => PrepareAsync()));

            async Task PrepareAsync()
            {
                while (Interlocked.Increment(ref next) is var number && number < plan.Count)
                {
                    var body = new Payload(plan.Number, number, due.From).ToBody(Size);
                    var message = new Message { Topic = TransactionLoad.Topic, Body = body };
                    await producer.PrepareAsync(decisions.NewId(number), [message], TimeTo(due), stopping);
                    if (!plan.Undecided)
                        decisions.Decide(number, commit: plan.RollbackEvery == 0 || number % plan.RollbackEvery != 0);
                    Interlocked.Increment(ref prepared);
                }
            }
        }

        async Task<CheckResult> AnswerAsync(TransactionCheck check, CancellationToken given)
        {
            checks.Came(Decisions.NumberOf(check.Id));
            await Task.Delay(plan.Answer, given);
            checks.Answered();
            return decisions.Answer(Decisions.NumberOf(check.Id));
        }
    }

    private static TimeSpan TimeTo(Window due)
    {
        var left = Window.TimeTo(due.From);
        return left > SendOptions.TransactionTimeoutRange.Min ? left : SendOptions.TransactionTimeoutRange.Min;
    }
}
