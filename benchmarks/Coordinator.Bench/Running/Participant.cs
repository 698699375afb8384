using System.Globalization;
using Coordinator.Bench.Load;
using Coordinator.Bench.Measuring;
using Coordinator.Bench.Processes;
using Coordinator.Harness.Processes;

namespace Coordinator.Bench.Running;

/// <summary>Process of a producer or consumer, as seen by the benchmark.</summary>
internal sealed class Participant : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Report> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Report _latest = new(ReportKind.Progress);

    private Participant(ChildProcess process) => _process = process;

    public int Pid => _process.Id;

    public Task Ready => _ready.Task;

    public Task<Report> Result => _result.Task;

    public Report Latest => _latest;

    public static Participant Start(string log, IEnumerable<string> arguments)
    {
        var participant = new Participant(SelfProcess.Start(log, arguments));
        _ = participant.ListenAsync();
        return participant;
    }

    public Task GoAsync(Window window) =>
        _process.TellAsync(string.Create(CultureInfo.InvariantCulture, $"go {window.From} {window.Until}"));

    public Task FinishAsync() => _process.TellAsync("finish");

    /// <summary>Sends SIGKILL; returns when the process has ended.</summary>
    public Task KillAsync() => _process.KillAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task ListenAsync()
    {
        try
        {
            await foreach (var line in _process.Lines.ReadAllAsync())
                Hear(Report.Read(line));
            Fail(new BenchFailedException($"A participant ended too early.{Environment.NewLine}{_process.Output}"));
        }
        catch (Exception unreadable)
        {
            Fail(unreadable);
        }
    }

    private void Hear(Report report)
    {
        _latest = report;
        if (report.Kind == ReportKind.Ready)
            _ready.TrySetResult();
        else if (report.Kind == ReportKind.Result)
            _result.TrySetResult(report);
    }

    private void Fail(Exception why)
    {
        _ready.TrySetException(why);
        _result.TrySetException(why);
    }
}
