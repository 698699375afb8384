using System.Diagnostics;

namespace Coordinator.Bench.Reporting;

/// <summary>Prints progress on standard error: one changing line on a terminal, and a new line each time elsewhere.</summary>
internal sealed class ProgressLine
{
    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private long _saidAt;

    public string Title { get; set; } = "";

    public TimeSpan Interval => TimeSpan.FromSeconds(_isTerminal ? 0.5 : 2);

    /// <summary>Prints progress at a rate that people can read. More frequent calls are skipped.</summary>
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
