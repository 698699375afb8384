namespace Coordinator.Harness.Histories.Rules;

/// <summary>Spans of time that do not count, in microseconds, merged and in order.</summary>
internal sealed class Times
{
    private readonly (long From, long Until)[] _spans;

    public Times(IEnumerable<(long From, long Until)> spans)
    {
        var merged = new List<(long From, long Until)>();
        foreach (var span in spans.Where(span => span.Until > span.From).OrderBy(span => span.From))
        {
            if (merged.Count > 0 && span.From <= merged[^1].Until)
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].Until, span.Until));
            else
                merged.Add(span);
        }

        _spans = [.. merged];
    }

    public IEnumerable<(long From, long Until)> Spans => _spans;

    public static long Micros(TimeSpan time) => (long)time.TotalMicroseconds;

    /// <summary>Length of the time between two moments that counts.</summary>
    public long Calm(long from, long until)
    {
        var calm = Math.Max(0, until - from);
        var first = Array.BinarySearch(_spans, (from, from));
        for (var i = Math.Max(0, (first < 0 ? ~first : first) - 1); i < _spans.Length && _spans[i].From < until; i++)
            calm -= Math.Max(0, Math.Min(until, _spans[i].Until) - Math.Max(from, _spans[i].From));
        return calm;
    }

    public Times With(IEnumerable<(long From, long Until)> spans) => new(_spans.Concat(spans));
}
