using System.Diagnostics;

namespace Coordinator.Bench.Reporting;

/// <summary>Says on standard error what is going on: one line that changes on a terminal, a line each time elsewhere.</summary>
internal sealed class ProgressLine
{
    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private long _saidAt;

    public string Title { get; set; } = "";

    public TimeSpan Interval => TimeSpan.FromSeconds(_isTerminal ? 0.5 : 2);

    /// <summary>For those who look more often than people can read.</summary>
    public void LogThrottled(string what)
    {
        if (Stopwatch.GetElapsedTime(_saidAt) >= Interval)
            Say(what);
    }

    public void Say(string what)
    {
        _saidAt = Stopwatch.GetTimestamp();
        if (_isTerminal)
            Console.Error.Write($"\r\e[K{Title}: {what}");
        else
            Console.Error.WriteLine($"{Title}: {what}");
    }

    public void Clear()
    {
        if (_isTerminal)
            Console.Error.Write("\r\e[K");
    }
}
