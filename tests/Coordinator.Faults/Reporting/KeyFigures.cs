using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Reporting;

/// <summary>Sends under business keys.</summary>
/// <param name="Keys">Number of keys.</param>
/// <param name="Sends">Number of sends that have ended.</param>
/// <param name="Attempts">Number of local transactions that were opened under keys.</param>
/// <param name="Repeated">Number of sends that found the commit of an earlier one.</param>
/// <param name="ByOthers">Number of keys that were committed by another process, or another worker, than the one that began them.</param>
internal sealed record KeyFigures(int Keys, int Sends, int Attempts, int Repeated, int ByOthers)
{
    public static KeyFigures Of(RunHistory history)
    {
        var ended = history.Of<KeyEnded>().ToArray();
        return new KeyFigures(
            history.Of<KeyBegun>().Count(),
            ended.Length,
            history.Of<KeyTried>().Count(),
            ended.Count(one => one.Repeated),
            history.Of<KeyTried>().Where(tried => history.LocalOf(tried.Id) == Verdict.Committed)
                .Count(tried => !tried.Key.Contains($" {history.NameOf(tried.Id)}.", StringComparison.Ordinal)));
    }
}
