using System.Diagnostics.Metrics;
using Akka.Actor;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Testing.RoundTrips;
using Coordinator.Transactions;

namespace Coordinator.Tests.Transactions;

/// <summary>
/// Checks that every event has a place in the metrics and in the timeline. A forgotten event fails here, and not in a running
/// entity.
/// </summary>
public sealed class EveryEventSpec
{
    public static TheoryData<string> Events => [.. EventTypes.Select(type => type.Name)];

    private static IEnumerable<Type> EventTypes => typeof(ITransactionEvent).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(ITransactionEvent)));

    [Theory]
    [MemberData(nameof(Events))]
    public void Event_is_counted_by_kind(string name)
    {
        var counted = new List<(string Instrument, string? Tag)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == CoordinatorMeter.Name && instrument.Name.StartsWith("coordinator.transactions.", StringComparison.Ordinal))
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
        {
            lock (counted)
                counted.Add((instrument.Name, tags.Length == 0 ? null : tags[0].Value?.ToString()));
        });
        listener.Start();

        foreach (var happened in SamplesOf(name))
            TransactionMetrics.Count(happened);

        lock (counted)
        {
            // Tests that run at the same time may count as well.
            Assert.NotEmpty(counted);
            Assert.DoesNotContain(counted, count => count.Instrument.EndsWith("uncounted_events", StringComparison.Ordinal));
            Assert.DoesNotContain(counted, count => count.Tag == TransactionMetrics.Other);
        }
    }

    [Theory]
    [MemberData(nameof(Events))]
    public async Task Event_is_told_in_words(string name)
    {
        foreach (var happened in SamplesOf(name))
        {
            var timeline = new TransactionTimeline(new OneEvent(happened), new CheckPolicy(new CheckScheduleOptions()), () => Some.Now);
            var told = (await timeline.DescribeAsync(new TransactionId("order-1"))).Timeline[0];

            Assert.DoesNotContain(told.Kind, char.IsUpper);
            Assert.NotEqual(typeof(DecidedBy).Name, told.Who);
            Assert.DoesNotContain(
                typeof(DecidedBy).GetNestedTypes(System.Reflection.BindingFlags.NonPublic), type => type.Name == told.Who);
        }
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Event_can_follow_some_phase(string name)
    {
        var prepared = TransactionState.None.Apply(First<TransactionPrepared>());
        TransactionState[] states =
        [
            TransactionState.None,
            prepared,
            prepared.Apply(First<TransactionParked>()),
            prepared.Apply(First<TransactionCommitted>()),
            prepared.Apply(First<TransactionCommitted>()).Apply(First<TransactionCompleted>()),
        ];

        Assert.All(SamplesOf(name), happened => Assert.Contains(states, state => CanFollow(state, happened)));

        ITransactionEvent First<TEvent>() => SamplesOf(typeof(TEvent).Name).First();
    }

    private static bool CanFollow(TransactionState state, ITransactionEvent happened)
    {
        try
        {
            state.Apply(happened);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static IEnumerable<ITransactionEvent> SamplesOf(string name) => new SampleFactory(ActorRefs.Nobody)
        .Allow<TransactionChecked>(
            nameof(TransactionChecked.Ending), CheckEnding.InProgress, CheckEnding.Failed, CheckEnding.TimedOut, CheckEnding.NoInstance)
        // The check that follows the events of the state.
        .Allow<TransactionChecked>(nameof(TransactionChecked.Number), 1)
        .SamplesOf(EventTypes.Single(type => type.Name == name))
        .Cast<ITransactionEvent>();

    private sealed class OneEvent(ITransactionEvent happened) : ITransactionHistory
    {
        public Task<TransactionHistory> ReadAsync(TransactionId id) => Task.FromResult(new TransactionHistory([happened]));
    }
}
