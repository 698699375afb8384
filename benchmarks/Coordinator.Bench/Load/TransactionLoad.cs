using System.Diagnostics;
using Coordinator.Bench.Measuring;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Participants.Common;
using Coordinator.Participants.Producing;

namespace Coordinator.Bench.Load;

/// <summary>
/// Runs transactions one after the other on each worker: prepare, decide, then commit, roll back or send nothing.
/// </summary>
internal sealed class TransactionLoad(
    ITransactionalProducer producer, Decisions decisions, ProducerPlan plan, Window window, ProducerSamples? samples)
{
    public static readonly Topic Topic = new("bench");

    private static readonly TimeSpan SilentTimeout = TimeSpan.FromSeconds(1);

    private readonly Pace _pace = new(plan.Rate, window.Until);
    private long _number = -1;

    public ProducerFigures Figures { get; } = new();

    public Task RunAsync(CancellationToken ct) => Task.WhenAll(Enumerable.Range(0, plan.InFlight).Select(_ => WorkAsync(ct)));

    /// <summary>Begins no further transactions.</summary>
    public void Stop() => _pace.Stop();

    private async Task WorkAsync(CancellationToken ct)
    {
        while (await _pace.NextAsync(ct) is { } start)
        {
            try
            {
                await TransactAsync(new Payload(plan.Number, Interlocked.Increment(ref _number), start), ct);
            }
            catch (Exception failure) when (failure is CoordinatorUnavailableException or TransactionRefusedException)
            {
                // A commit without a reply remains decided, and a later check answers so. Any other failure counts as never
                // begun.
                Figures.Fail(failure.Message);
            }
        }
    }

    private async Task TransactAsync(Payload payload, CancellationToken ct)
    {
        var fate = FateOf(payload.Number);
        var message = new Message { Topic = Topic, Body = payload.ToBody(plan.Size) };
        var id = await producer.PrepareAsync([message], fate == Fate.Unknown ? SilentTimeout : null, ct);
        var prepared = Stopwatch.GetTimestamp();
        decisions.Decide(payload.Number, fate != Fate.RolledBack);
        if (fate == Fate.RolledBack)
            await producer.RollbackAsync(id, ct: ct);
        else if (fate == Fate.Committed)
            await producer.CommitAsync(id, ct);
        Note(fate, payload.Start, prepared, Stopwatch.GetTimestamp());
    }

    private void Note(Fate fate, long start, long prepared, long end)
    {
        Figures.Count(fate, window.Has(end));
        if (!window.Has(start))
            return;
        Figures.Prepare.Record(Stopwatch.GetElapsedTime(start, prepared));
        samples?.Prepare.Add(new Sample(start, prepared));
        if (fate != Fate.Committed)
            return;
        Figures.Commit.Record(Stopwatch.GetElapsedTime(prepared, end));
        samples?.Commit.Add(new Sample(prepared, end));
    }

    // Multiples of the golden ratio spread evenly over the unit interval and are the same in every run.
    private Fate FateOf(long number)
    {
        var place = number * 0.6180339887498949 % 1;
        return place < plan.Unknown ? Fate.Unknown : place < plan.Unknown + plan.Rollback ? Fate.RolledBack : Fate.Committed;
    }
}
