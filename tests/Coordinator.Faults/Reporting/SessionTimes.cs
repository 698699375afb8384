using Coordinator.Faults.Participants;
using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Reporting;

/// <summary>Measures how long participants were without a session, and how long the caller was without an answer.</summary>
internal sealed class SessionTimes
{
    private const double Second = 1e6;

    private readonly (long From, long Until)[] _losses;
    private readonly (long From, long Until)[] _silences;

    public SessionTimes(RunHistory history)
    {
        var end = history.Entries.Count == 0 ? 0 : history.Entries[^1].At;
        var opened = history.Of<Connected>().ToLookup(entry => entry.Participant, entry => entry.At);
        _losses =
        [
            .. history.Of<Disconnected>().Select(lost => (lost.At, opened[lost.Participant].FirstOrDefault(at => at > lost.At, end))),
        ];
        long[] answers =
        [
            .. history.Entries
                .Where(entry => entry is Prepared { Id: var prepared } && IsOfCaller(history.NameOf(prepared))
                    || entry is Told { Id: var told, On: "send" } && IsOfCaller(history.NameOf(told)))
                .Select(entry => entry.At),
        ];
        _silences = [.. answers.Zip(answers.Skip(1))];
    }

    /// <summary>Figures of the whole run.</summary>
    public SessionFigures All => Between(long.MinValue, long.MaxValue);

    /// <summary>Figures of the time between two faults: losses that begin in it, and the part of silences that lies in it.</summary>
    public SessionFigures Between(long from, long until)
    {
        var losses = _losses.Where(loss => loss.From >= from && loss.From < until).ToArray();
        return new SessionFigures(
            losses.Length,
            Longest(losses),
            Longest(_silences.Select(silence => (Math.Max(silence.From, from), Math.Min(silence.Until, until)))));
    }

    public static bool IsOfCaller(string name) => name.StartsWith($"{CallerProcess.Name}-", StringComparison.Ordinal);

    private static double Longest(IEnumerable<(long From, long Until)> times) =>
        times.Select(time => (time.Until - time.From) / Second).Append(0).Max();
}
