using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Reporting;

/// <summary>What was under way at a time: transactions in the hands of producers, messages in the hands of consumers.</summary>
internal sealed class OpenOperations
{
    // Of an operation whose process died with it, the end is not written.
    private static readonly long Patience = (long)TimeSpan.FromSeconds(15).TotalMicroseconds;

    private readonly List<(long From, long Until)> _operations;

    public OpenOperations(RunHistory history)
    {
        var ended = history.Of<Ended>().GroupBy(entry => entry.Id).ToDictionary(entries => entries.Key, entries => entries.Last().At);
        var settled = history.Entries
            .Select(entry => entry switch
            {
                Handled handled => (Key: (handled.Group, handled.Message), entry.At),
                Declined declined => (Key: (declined.Group, declined.Message), entry.At),
                _ => default,
            })
            .Where(end => end.At > 0)
            .ToLookup(end => end.Key, end => end.At);
        _operations =
        [
            .. history.Begun.Values.Select(begun => (begun.At, ended.GetValueOrDefault(begun.Id, begun.At + Patience))),
            .. history.Of<Arrived>().Select(arrival => (
                arrival.At,
                settled[(arrival.Group, arrival.Message)].FirstOrDefault(at => at >= arrival.At, arrival.At + Patience))),
        ];
    }

    public int At(long time) => _operations.Count(operation => operation.From <= time && operation.Until >= time);
}
