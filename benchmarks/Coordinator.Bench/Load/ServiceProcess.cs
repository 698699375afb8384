using System.Data.Common;
using Coordinator.Bench.Databases;
using Coordinator.Contracts.Messages;
using Coordinator.Participants;
using Coordinator.Participants.Common;
using Coordinator.Participants.Producing;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Bench.Load;

/// <summary>Process of a typical service: business change and outcome are in one transaction of its own database.</summary>
internal static class ServiceProcess
{
    private const string Group = "bench-service";
    private const int Size = 128;

    public static Task<int> RunAsync(string coordinator, ServicePlan plan, CancellationToken ct)
    {
        var figures = new ProducerFigures();
        return ParticipantProcess.RunAsync(
            services => services
                .AddCoordinatorParticipant(options => Configure(options, coordinator, plan))
                .UseOutcomeStore(plan.Database.Dialect, plan.Database.Connect),
            () => new Report(ReportKind.Progress, figures.Done, figures.Failed),
            async (services, window, orders, stopping) =>
            {
                var pace = new Pace(plan.Rate, window.Until);
                var producer = services.GetRequiredService<ITransactionalProducer>();
                var next = -1L;
                var working = Task.WhenAll(Enumerable.Range(0, plan.InFlight).Select(_ => WorkAsync()));
                if (await Task.WhenAny(working, orders.NextAsync(stopping)) != working)
                    pace.Stop();
                await working;
                return new Report(ReportKind.Result, figures.Done, figures.Failed, Producer: figures);

                async Task WorkAsync()
                {
                    while (await pace.NextAsync(stopping) is { } start)
                        await SendAsync(producer, new Payload(plan.Number, Interlocked.Increment(ref next), start), stopping);
                }
            },
            ct);

        async Task SendAsync(ITransactionalProducer producer, Payload payload, CancellationToken stopping)
        {
            var message = new Message { Topic = TransactionLoad.Topic, Body = payload.ToBody(Size) };
            try
            {
                await producer.SendAsync([message], (local, token) => ChangeAsync(local, payload, token), ct: stopping);
                figures.Count(Fate.Committed, inWindow: true);
            }
#pragma warning disable CA1031 // The database records what was committed; any failure counts as not committed.
            catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
            {
                figures.Fail(failure.Message);
            }
        }
    }

    private static void Configure(CoordinatorParticipantOptions options, string coordinator, ServicePlan plan)
    {
        (options.ContactPoints, options.ProducerGroup) = ([coordinator], Group);
        if (plan.Keep is { } keep)
            (options.PurgeInterval, options.KeepAtLeast, options.KeepMessages) = (Purges.Interval, keep, keep);
    }

    private static async Task<LocalOutcome> ChangeAsync(DbTransaction transaction, Payload payload, CancellationToken ct)
    {
        await transaction.Connection!.ExecuteAsync(
            $"INSERT INTO {OrdersTable.Name} VALUES ({payload.Producer}, {payload.Number})", ct);
        return LocalOutcome.Commit;
    }
}
