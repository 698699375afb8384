using Akka.Actor;
using Akka.Event;
using Coordinator.Common;
using Coordinator.Contracts.Common;
using Coordinator.Transactions;

namespace Coordinator.Retention;

/// <summary>
/// Runs the works of retention: one batch after the other, each work in turn, no faster than the throttle allows. When a batch fails, its work
/// waits, and goes on where it stopped. One in the cluster.
/// </summary>
internal sealed class RetentionKeeper : ReceiveActor, IWithTimers
{
    private static readonly Backoff FailureBackoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    private readonly RetentionOptions _options;
    private readonly RunningWork[] _works;
    private readonly Func<string?> _obstacle;
    private readonly LogThrottle _throttle = new(TimeProvider.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Action _cancel;
    private readonly CancellationToken _stopped;
    private Task _running = Task.CompletedTask;
    private int _turn;
    private string? _found;
    private FinalWatermark? _final;

    /// <param name="options">Validated options.</param>
    /// <param name="works">Kinds of data, in the order of their turns.</param>
    /// <param name="obstacle">Returns the reason why nothing may be deleted now; <c>null</c> when there is none.</param>
    public RetentionKeeper(RetentionOptions options, IReadOnlyList<IRetentionWork> works, Func<string?> obstacle)
    {
        _options = options;
        _works = [.. works.Select(work => new RunningWork(work))];
        _obstacle = obstacle;
        var stopping = new CancellationTokenSource();
        (_cancel, _stopped) = (stopping.Cancel, stopping.Token);
        Receive<BatchDue>(_ => Begin());
        Receive<BatchEnded>(OnEnded);
        Receive<BatchFailed>(OnFailed);
        Receive<LookNow>(OnLookNow);
        Receive<AskFinalWatermark>(_ =>
        {
            if (_final is { } final)
                Sender.Tell(final);
        });
        Receive<AskRetention>(_ => Sender.Tell(new RetentionReport(_found, [.. _works.Select(work => work.Progress)])));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    public static Props Props(RetentionOptions options, IReadOnlyList<IRetentionWork> works, Func<string?> obstacle) =>
        Akka.Actor.Props.Create(() => new RetentionKeeper(options, works, obstacle));

    protected override void PreStart() => Continue(TimeSpan.Zero);

    protected override void PostStop()
    {
        _cancel();
        // Not while a batch of it still runs.
        var works = _works;
        _running.ContinueWith(_ => EndAll(works), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private static void EndAll(RunningWork[] works)
    {
        foreach (var work in works)
        {
            RetentionMetrics.Forget(work.Name);
            (work.Work as IDisposable)?.Dispose();
        }
    }

    /// <summary>Begins a batch of the next work that is due. Without one it waits until one is.</summary>
    private void Begin()
    {
        _found = _obstacle();
        if (_found is { } obstacle)
        {
            if (_throttle.IsDue("obstacle", out _))
                _log.Warning("Retention deletes nothing now: {Obstacle}", obstacle);
            Continue(_options.Interval);
            return;
        }

        for (var tried = 0; tried < _works.Length; tried++)
        {
            var work = _works[_turn++ % _works.Length];
            if (!work.IsDue(Now))
                continue;
            var batch = work.Work.DeleteAsync(MostRows, _stopped);
            _running = batch;
            batch.PipeTo(Self, Self, ended => new BatchEnded(work, ended), cause => new BatchFailed(work, cause));
            return;
        }

        Continue(_works.Length == 0 ? _options.Interval : _works.Min(work => work.DueIn(Now)));
    }

    private void OnLookNow(LookNow look)
    {
        foreach (var work in _works.Where(work => work.Name == look.Work))
            work.Wait(Now, TimeSpan.Zero);
        // A timer runs only while no batch does. What the throttle still has to wait for is small.
        if (Timers.IsTimerActive(BatchDue.Instance))
            Continue(TimeSpan.FromMilliseconds(1));
    }

    /// <summary>Rows of a batch: as many as half a second allows, so that the throttle is smooth.</summary>
    private int MostRows => _options.RowsPerSecond / 2;

    private void OnEnded(BatchEnded ended)
    {
        var (work, batch) = ended;
        _final = batch.Final ?? _final;
        work.Ended(batch, Now, _options.Interval);
        RetentionMetrics.BatchEnded(work.Name, batch);
        Continue(TimeSpan.FromSeconds((double)batch.Deleted / _options.RowsPerSecond));
    }

    private void OnFailed(BatchFailed failed)
    {
        var (work, cause) = failed;
        var wait = FailureBackoff.After(work.Failed(cause.Message));
        work.Wait(Now, wait);
        RetentionMetrics.BatchFailed(work.Name);
        if (_throttle.IsDue(work.Name, out var leftOut))
        {
            _log.Warning(
                cause,
                "Retention of {Kind} failed and goes on in {Wait}. {Others} more failures since the last such line.",
                work.Name, wait, leftOut);
        }

        Continue(TimeSpan.Zero);
    }

    private void Continue(TimeSpan after)
    {
        if (after > TimeSpan.Zero)
            Timers.StartSingleTimer(BatchDue.Instance, BatchDue.Instance, after);
        else
            Self.Tell(BatchDue.Instance);
    }

    private sealed record BatchDue
    {
        public static readonly BatchDue Instance = new();
    }

    private sealed record BatchEnded(RunningWork Work, RetentionBatch Batch);

    private sealed record BatchFailed(RunningWork Work, Exception Cause);
}
