using Akka.Actor;
using Akka.Event;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Common;
using Coordinator.Transactions;

namespace Coordinator.Recovery;

/// <summary>
/// Finds the open transactions in the journal and wakes them, so that none depends on an actor in memory. After a start, it wakes all of
/// them, and when a producer group returns, all of that group. A periodic pass wakes those that are due in it. Groups take turns.
/// </summary>
/// <remarks>
/// A first pass would read all prepares of the journal, and the open ones are mostly the newest. So a pass starts at the mark that
/// an earlier sweep saved.
/// </remarks>
internal sealed class OpenTransactionSweep : ReceiveActor, IWithTimers
{
    private const int MaxKept = 10_000;

    // As compact as they are, more would take more than some ten megabytes.
    private const int MaxToWake = 100_000;
    private const int MaxMarkAttempts = 10;
    private static readonly TimeSpan WakePause = TimeSpan.FromMilliseconds(100);
    private static readonly Backoff ReadBackoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    private readonly SweepOptions _options;
    private readonly IOpenTransactionIndex _index;
    private readonly ISweepMarks _marks;
    private readonly Func<IActorRef> _transactions;
    private readonly WakeSchedule _schedule;
    private readonly TokenBucket _pace;
    private readonly LowWaterMark _mark = new(MaxKept);
    private readonly HashSet<ProducerGroup> _returned = [];
    private readonly WakeQueue _toWake = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private SweepPass? _pass;
    private long _passes;
    private int _failures;
    private bool _wakesAll = true;
    private bool _isReading;
    private bool _hasMark;
    private long _savedPlace;

    public OpenTransactionSweep(
        SweepOptions options, WakeSchedule schedule, IOpenTransactionIndex index, ISweepMarks marks, Func<IActorRef> transactions)
    {
        _options = options;
        _index = index;
        _marks = marks;
        _transactions = transactions;
        _schedule = schedule;
        _pace = new TokenBucket(options.SweepWakesPerSecond, Now);
        Receive<PassDue>(_ => Begin());
        Receive<MarkLoaded>(OnMarkLoaded);
        Receive<MarkNotLoaded>(OnMarkNotLoaded);
        Receive<MarkSaved>(saved => _savedPlace = saved.Place);
        Receive<MarkNotSaved>(failed => _log.Warning(failed.Cause, "The mark of the sweep could not be saved. The next pass saves it again."));
        Receive<GroupsReturned>(OnReturned);
        Receive<HighestRead>(OnHighestRead);
        Receive<Settled>(OnSettled);
        Receive<PageRead>(OnPageRead);
        Receive<WakeMore>(_ => GoOn());
        Receive<ReadFailed>(OnReadFailed);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    public static Props Props(
        SweepOptions options, WakeSchedule schedule, IOpenTransactionIndex index, ISweepMarks marks, Func<IActorRef> transactions) =>
        Akka.Actor.Props.Create(() => new OpenTransactionSweep(options, schedule, index, marks, transactions));

    protected override void PreStart() => Begin();

    private void Begin()
    {
        if (_hasMark)
            BeginPass();
        else
            _marks.LoadAsync().PipeTo(Self, Self, mark => new MarkLoaded(mark), cause => new MarkNotLoaded(cause));
    }

    private void OnMarkLoaded(MarkLoaded loaded)
    {
        _hasMark = true;
        _failures = 0;
        if (loaded.Mark is { } mark)
        {
            _mark.Resume(mark);
            _savedPlace = mark.Place;
        }

        BeginPass();
    }

    private void OnMarkNotLoaded(MarkNotLoaded failed)
    {
        // The mark only saves time. After some attempts to load it, read the journal from the beginning.
        _hasMark = _failures >= MaxMarkAttempts;
        Postpone(failed.Cause);
    }

    private void OnReturned(GroupsReturned returned)
    {
        _returned.UnionWith(returned.Groups);
        // During a pass, the groups wait for its end. While the journal fails, they wait for the retry.
        if (_hasMark && _pass is null && _failures == 0)
            BeginPass();
    }

    private void BeginPass()
    {
        _isReading = true;
        _pass = new SweepPass(++_passes, _wakesAll, [.. _returned], _mark.Place);
        _returned.Clear();
        _mark.BeginPass();
        Timers.Cancel(PassDue.Instance);
        _index.HighestOrderingAsync(CancellationToken.None)
            .PipeTo(Self, Self, highest => new HighestRead(highest), cause => new ReadFailed(cause));
    }

    private void OnHighestRead(HighestRead highest)
    {
        _pass!.UpTo = highest.Ordering;
        if (!Timers.IsTimerActive(nameof(Settled)))
            Timers.StartSingleTimer(nameof(Settled), new Settled(highest.Ordering), _options.SweepOverlap);
        ReadNext(_pass);
    }

    private void OnSettled(Settled settled) => _mark.Settle(settled.Ordering);

    private void ReadNext(SweepPass pass)
    {
        _isReading = true;
        if (pass.KeptRead < _mark.Kept.Count)
        {
            var again = _mark.Kept.Skip(pass.KeptRead).Take(_options.SweepPageSize).ToList();
            pass.KeptRead += again.Count;
            _index.ReadAgainAsync(again, CancellationToken.None)
                .PipeTo(Self, Self, open => new PageRead(open, pass.Cursor), cause => new ReadFailed(cause));
        }
        else if (pass.Cursor is { } cursor && cursor < pass.UpTo)
        {
            _index.ReadAsync(cursor, pass.UpTo, _options.SweepPageSize, CancellationToken.None)
                .PipeTo(Self, Self, page => new PageRead(page.Open, page.ReadTo), cause => new ReadFailed(cause));
        }
        else
        {
            EndPass(pass);
        }
    }

    private void OnPageRead(PageRead page)
    {
        var pass = _pass!;
        _isReading = false;
        pass.Cursor = page.Cursor;
        foreach (var open in page.Open)
        {
            pass.Saw(open);
            _mark.SawOpen(open);
            var isReturned = pass.Returned.Count > 0 && (open.Group is not { } group || pass.Returned.Contains(group));
            if (!pass.WakesAll && !isReturned && !_schedule.IsTurn(open, pass.Number, Now))
                continue;
            pass.Woken++;
            _toWake.Add(
                new WakeTransaction(open.Id, isReturned ? pass.Returned : null, open.Phase is OpenPhase.Committed), open.Group);
        }

        GoOn();
    }

    /// <summary>Wakes what may be woken now, and reads on while there is room.</summary>
    private void GoOn()
    {
        while (_toWake.Count > 0 && _pace.TryTake(Now) && _toWake.TryTake(out var wake))
        {
            _transactions().Tell(wake);
            SweepMetrics.Woken();
        }

        if (_toWake.Count > 0 && !Timers.IsTimerActive(WakeMore.Instance))
            Timers.StartSingleTimer(WakeMore.Instance, WakeMore.Instance, WakePause);
        if (_pass is { } pass && !_isReading && _toWake.Count < MaxToWake)
            ReadNext(pass);
    }

    private void EndPass(SweepPass pass)
    {
        _mark.EndPass();
        SaveMark();
        _pass = null;
        _isReading = false;
        _wakesAll = false;
        _failures = 0;
        SweepMetrics.PassEnded(completed: true);
        SweepMetrics.Open(pass.Open);
        if (pass.Woken > 0)
            _log.Info("Sweep {0}: {1} transactions are open, wakes {2}.", pass.Number, pass.Open, pass.Woken);
        if (_returned.Count > 0)
            BeginPass();
        else
            Timers.StartSingleTimer(PassDue.Instance, PassDue.Instance, _options.SweepInterval);
    }

    private void SaveMark()
    {
        if (_mark.Place <= _savedPlace)
            return;
        var mark = new SweepMark(_mark.Place, _mark.Kept);
        _marks.SaveAsync(mark).PipeTo(Self, Self, () => new MarkSaved(mark.Place), cause => new MarkNotSaved(cause));
    }

    private void OnReadFailed(ReadFailed failed)
    {
        var pass = _pass!;
        _pass = null;
        _isReading = false;
        _wakesAll |= pass.WakesAll;
        _returned.UnionWith(pass.Returned);
        SweepMetrics.PassEnded(completed: false);
        Postpone(failed.Cause);
    }

    private void Postpone(Exception cause)
    {
        var backOff = ReadBackoff.After(++_failures);
        _log.Warning(cause, "Sweep {0}: the journal could not be read. The sweep tries again in {1}.", _passes, backOff);
        Timers.StartSingleTimer(PassDue.Instance, PassDue.Instance, backOff);
    }

    private sealed record PassDue
    {
        public static readonly PassDue Instance = new();
    }

    private sealed record WakeMore
    {
        public static readonly WakeMore Instance = new();
    }

    private sealed record HighestRead(long Ordering);

    private sealed record Settled(long Ordering);

    private sealed record PageRead(IReadOnlyList<OpenTransaction> Open, long? Cursor);

    private sealed record MarkLoaded(SweepMark? Mark);

    private sealed record MarkNotLoaded(Exception Cause);

    private sealed record MarkSaved(long Place);

    private sealed record MarkNotSaved(Exception Cause);

    private sealed record ReadFailed(Exception Cause);
}
