using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Coordinator.Bench.Inside;

/// <summary>Totals of one instrument, by set of tags. Safe for concurrent use.</summary>
internal sealed class InstrumentTotals(Instrument instrument)
{
    private readonly ConcurrentDictionary<Tags, StrongBox<double>> _series = new();
    private readonly StrongBox<double> _withoutTags = new();

    // An observed value is already a total; other measurements are added up.
    private readonly bool _adds = !instrument.IsObservable;

    public double Total => Volatile.Read(ref _withoutTags.Value) + _series.Values.Sum(series => Volatile.Read(ref series.Value));

    public void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        ref var total = ref (tags.IsEmpty ? _withoutTags : _series.GetOrAdd(Tags.Of(tags), _ => new StrongBox<double>())).Value;
        if (!_adds)
        {
            Volatile.Write(ref total, value);
            return;
        }

        double seen;
        do
            seen = Volatile.Read(ref total);
        while (Interlocked.CompareExchange(ref total, seen + value, seen) != seen);
    }

    /// <summary>Key of a series. The product uses at most two tags; measurements with more tags form one series.</summary>
    private readonly record struct Tags(string Key, object? Value, string? SecondKey, object? SecondValue)
    {
        public static Tags Of(ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags.Length == 1
            ? new Tags(tags[0].Key, tags[0].Value, null, null)
            : new Tags(tags[0].Key, tags[0].Value, tags[1].Key, tags[1].Value);
    }
}
