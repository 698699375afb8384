using System.Diagnostics;

namespace Coordinator.Bench.Pauses;

/// <summary>
/// Thread that sleeps 1 ms in a loop. It shares nothing with the load, so the machine causes every late wake-up.
/// </summary>
internal sealed class ProbeThread
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ProbeReport> _report = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _finished;

    /// <summary>Gets a task that completes when the thread observes the machine.</summary>
    public Task Started => _started.Task;

    public void Start() => new Thread(Observe) { IsBackground = true, Name = "pause probe" }.Start();

    public Task<ProbeReport> FinishAsync()
    {
        _finished = true;
        return _report.Task;
    }

    // Real-time priority, because all cores are busy on purpose: an ordinary thread would also measure how long it waits for one.
    private void Observe()
    {
        var realTime = RealTimePriority.TryRaise();
        var detector = new StopDetector(Stopwatch.GetTimestamp());
        _started.SetResult();
        while (!_finished)
        {
#pragma warning disable RS0030 // The kernel's sleep is what is measured. A timer of .NET would add its own thread pool to it.
            Thread.Sleep(StopDetector.Sleep);
#pragma warning restore RS0030
            detector.Wake(Stopwatch.GetTimestamp());
        }

        _report.SetResult(new ProbeReport(realTime, detector.Stops));
    }
}
