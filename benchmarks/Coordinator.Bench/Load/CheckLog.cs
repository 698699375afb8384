using System.Diagnostics;
using Coordinator.Bench.Measuring;

namespace Coordinator.Bench.Load;

/// <summary>Records each check that arrives. Safe for concurrent use.</summary>
internal sealed class CheckLog
{
    private readonly Lock _lock = new();
    private readonly List<long> _times = [];
    private readonly SequenceSet _numbers = new();
    private int _waiting;
    private int _mostAtOnce;
    private long _last;

    public long Transactions
    {
        get
        {
            lock (_lock)
                return _numbers.Count;
        }
    }

    public void Came(long number)
    {
        lock (_lock)
        {
            _times.Add(Stopwatch.GetTimestamp());
            _mostAtOnce = Math.Max(_mostAtOnce, ++_waiting);
            if (_numbers.Add(number))
                _last = _times[^1];
        }
    }

    public void Answered()
    {
        lock (_lock)
            _waiting--;
    }

    public CheckFigures Figures()
    {
        lock (_lock)
            return new CheckFigures(_times.Count, _numbers.Count, _mostAtOnce, MostPerSecond(), _times.FirstOrDefault(), _last);
    }

    private int MostPerSecond()
    {
        var (most, first) = (0, 0);
        for (var last = 0; last < _times.Count; last++)
        {
            while (_times[last] - _times[first] >= Stopwatch.Frequency)
                first++;
            most = Math.Max(most, last - first + 1);
        }

        return most;
    }
}
