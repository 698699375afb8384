using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Reporting;

/// <summary>
/// Measures service as participants see it. Each operation has a begin and an end. An operation that took longer than usual was
/// delayed by the faults before its end.
/// </summary>
internal sealed class ServiceTimes
{
    private const long Second = 1_000_000;

    // A longer operation counts as delayed: nodes wait two seconds before they check, and a delivery may wait behind its key.
    private const long LongPrepare = 1 * Second;
    private const long LongCheck = 6 * Second;
    private const long LongDelivery = 2 * Second;

    private readonly (long From, long Until)[] _prepares;
    private readonly (long From, long Until)[] _checks;
    private readonly (long From, long Until)[] _deliveries;
    private readonly long[] _strikes;

    public ServiceTimes(RunHistory history)
    {
        _strikes = [.. history.Of<Struck>().Select(struck => struck.At)];
        var prepared = First(history.Of<Prepared>(), entry => entry.Id);
        var ended = First(history.Of<Ended>(), entry => entry.Id);
        var told = First(history.Of<Told>().Where(entry => entry.Verdict == Verdict.Committed), entry => entry.Id);
        var arrived = First(history.Of<Arrived>(), entry => (entry.Group, entry.Message));
        _prepares =
        [
            .. history.Begun.Values
                .Where(begun => prepared.ContainsKey(begun.Id) || ended.ContainsKey(begun.Id))
                .Select(begun => (begun.At, prepared.TryGetValue(begun.Id, out var at) ? at : ended[begun.Id])),
        ];
        var silent = history.Of<Ended>().Where(entry => entry.Result == Result.Silent).ToArray();
        _checks =
        [
            .. from entry in silent
               from message in RunHistory.MessagesOf(history.Begun[entry.Id])
               from @group in history.Groups
               where arrived.ContainsKey((@group, message))
               select (entry.At, arrived[(@group, message)]),
        ];
        _deliveries =
        [
            .. from entry in told
               where history.Begun.ContainsKey(entry.Key) && !silent.Any(one => one.Id == entry.Key)
               from message in RunHistory.MessagesOf(history.Begun[entry.Key])
               from @group in history.Groups
               where arrived.ContainsKey((@group, message))
               select (entry.Value, arrived[(@group, message)]),
        ];
    }

    public ServiceFigures After(long strike)
    {
        var next = _strikes.Where(other => other > strike).DefaultIfEmpty(long.MaxValue).Min();
        return new ServiceFigures(
            Last(_prepares, LongPrepare), Last(_checks, LongCheck), Last(_deliveries, LongDelivery));

        double Last((long From, long Until)[] operations, long tooLong) => operations
            .Where(operation => operation.From < next && operation.Until > strike && operation.Until - operation.From > tooLong)
            .Select(operation => (Math.Min(operation.Until, next) - strike) / (double)Second)
            .DefaultIfEmpty(0)
            .Max();
    }

    private static Dictionary<TKey, long> First<T, TKey>(IEnumerable<T> entries, Func<T, TKey> key)
        where T : Entry
        where TKey : notnull =>
        entries.DistinctBy(key).ToDictionary(key, entry => entry.At);
}
