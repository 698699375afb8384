namespace Coordinator.Contracts.Logging;

/// <summary>
/// Passes the first log entry of a kind at once, and one in ten seconds after that. Entries that are held back are counted: the last of
/// them is written at the end of the ten seconds, with the number of the others. Safe for concurrent use.
/// </summary>
internal sealed class LogRepetitions : IDisposable
{
    private const int MaxKinds = 256;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly ITimer _looks;
    private readonly Lock _lock = new();
    private readonly Dictionary<LogKind, HeldBack> _kinds = [];

    public LogRepetitions(TimeProvider time)
    {
        _time = time;
        _looks = time.CreateTimer(_ => WriteDue(everything: false), null, Look, Look);
    }

    /// <summary>True when the caller writes the entry now.</summary>
    /// <param name="kind">Kind of the entry.</param>
    /// <param name="write">Writes the entry later, with the number of further ones that were held back.</param>
    public bool MayPass(LogKind kind, Action<long> write)
    {
        lock (_lock)
        {
            if (!_kinds.ContainsKey(kind) && _kinds.Count >= MaxKinds)
                kind = kind.WithoutTemplate();
            if (_kinds.TryGetValue(kind, out var held))
            {
                held.Add(write);
                return false;
            }

            _kinds.Add(kind, new HeldBack(_time.GetTimestamp()));
            return true;
        }
    }

    /// <summary>Writes what is held back.</summary>
    public void Dispose()
    {
        _looks.Dispose();
        WriteDue(everything: true);
    }

    private void WriteDue(bool everything)
    {
        foreach (var (write, others) in TakeDue(everything))
            write(others);
    }

    private List<(Action<long> Write, long Others)> TakeDue(bool everything)
    {
        var due = new List<(Action<long>, long)>();
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            foreach (var (kind, held) in _kinds)
            {
                if (!everything && _time.GetElapsedTime(held.Since, now) < Period)
                    continue;
                if (held.WriteLast is not { } write)
                {
                    _kinds.Remove(kind);
                    continue;
                }

                due.Add((write, held.Count - 1));
                held.Begin(now);
            }
        }

        return due;
    }

    private sealed class HeldBack(long since)
    {
        public long Since { get; private set; } = since;

        public long Count { get; private set; }

        public Action<long>? WriteLast { get; private set; }

        public void Add(Action<long> write)
        {
            Count++;
            WriteLast = write;
        }

        public void Begin(long since) => (Since, Count, WriteLast) = (since, 0, null);
    }
}
