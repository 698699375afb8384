using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Reporting;

/// <summary>Operations under way at a time: transactions of producers and messages in the handlers of consumers.</summary>
internal sealed class OpenOperations
{
    // The end of an operation is not recorded when its process died.
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
