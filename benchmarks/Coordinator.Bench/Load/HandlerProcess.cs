using System.Data.Common;
using System.Diagnostics;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants;
using Coordinator.Participants.Consuming;

namespace Coordinator.Bench.Load;

/// <summary>Process of a typical consumer: the effect and the inbox row are in one transaction of its own database.</summary>
internal static class HandlerProcess
{
    // Handlers of one process share a database, and one on SQLite has one writer.
    private const int Concurrency = 8;

    public static async Task<int> RunAsync(string coordinator, HandlerPlan plan, CancellationToken ct)
    {
        using var figures = new HandlerFigures();
        return await ParticipantProcess.RunAsync(
            services => services
                .AddCoordinatorParticipant(options => options.ContactPoints = [coordinator])
                .AddConsumer(plan.Group, TransactionLoad.Topic.Value, plan.Database.Dialect, plan.Database.Connect, HandleAsync, Configure),
            () => figures.ToReport(ReportKind.Progress),
            async (_, _, orders, stopping) =>
            {
                await orders.NextAsync(stopping);
                return figures.ToReport(ReportKind.Result);
            },
            ct);

        async Task HandleAsync(ReceivedMessage message, DbTransaction transaction, CancellationToken stopping)
        {
            var payload = Payload.Read(message.Body.Span);
            if (plan.Rejects(payload))
                throw new RejectMessageException("The first message of the benchmark is rejected on purpose.");
            await EffectsTable.AddAsync(
                transaction, new Effect(payload.Producer, payload.Number, payload.Start, Stopwatch.GetTimestamp()), stopping);
            figures.Handled();
        }

        void Configure(ConsumerOptions consumer)
        {
            (consumer.StartFrom, consumer.Concurrency) = (StartPosition.FromBeginning, Concurrency);
            (consumer.PurgeInterval, consumer.KeepAtLeast) = (Purges.Interval, plan.Keep);
        }
    }
}
