using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
using Akka.Persistence;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Common;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Topics.Log;

/// <summary>
/// Log of one queue. Each message is one event, whose sequence number is its offset. Appends that arrive during a write go into the
/// next write together, and its end moves when the write has ended. The log is never replayed: at the start it reads its bounds and the last
/// page. Any failure of its journal stops the log without a reply. It then starts again from the journal.
/// </summary>
internal sealed class QueueLog : ReceivePersistentActor, IWithTimers
{
    private const int MaxParkedReads = 1024;
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(5);

    /// <summary>Longest time of a write. Every journal succeeds or fails earlier.</summary>
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromMinutes(1);

    // No group has it: its name would have a character that names may not have.
    private const string WorkerName = "~schedule";
    private static readonly TimeSpan WorkerBackOff = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ToleratedSkew = TimeSpan.FromSeconds(5);

    /// <summary>Time in which consumers attach again after the start of a queue, which may have been on a lost node.</summary>
    private static readonly TimeSpan Reattach = TimeSpan.FromSeconds(5);

    private readonly QueueId _queue;
    private readonly TopicOptions _options;
    private readonly IQueueLogReader _reader;
    private readonly IQueueLogWriter _writer;
    private readonly LogTail _tail;
    private readonly AppendPlan _plan;
    private readonly ParkedReads _parked = new(MaxParkedReads);
    private readonly QueueTrim _trim;
    private readonly GroupAdmission _admission;
    private readonly GroupDeliveries _deliveries;
    private readonly ScheduleWorkerFactory? _workers;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly SteadyClock _clock = SteadyClock.Of(Context.System.Scheduler);
    private IActorRef? _worker;
    private AppendBatch? _writing;
    private DateTimeOffset _writingSince;
    private DateTimeOffset _lastUsed;
    private DateTimeOffset _startedAt;
    private bool _closing;
    private long _firstKept = 1;

    // Begins at random, so that it is another one after a restart.
    private long _putBacks = Random.Shared.NextInt64(1, long.MaxValue / 2);

    /// <param name="queue">The queue, or the schedule of one.</param>
    /// <param name="options">Options with the limits.</param>
    /// <param name="reader">Reads the journal.</param>
    /// <param name="writer">Writes the journal.</param>
    /// <param name="deliveries">Creates the deliveries to groups.</param>
    /// <param name="workers">Creates the worker of the schedule; <c>null</c> for none.</param>
    /// <param name="topics">Reads the groups of the topic; <c>null</c> to deliver to every group.</param>
    public QueueLog(
        QueueId queue,
        TopicOptions options,
        IQueueLogReader reader,
        IQueueLogWriter writer,
        GroupDeliveryFactory deliveries,
        ScheduleWorkerFactory? workers,
        ITopicGroups? topics)
    {
        _queue = queue;
        _options = options;
        _reader = reader;
        _writer = writer;
        _tail = new LogTail(options.TailEntries, options.TailBytes);
        _plan = new AppendPlan(queue, reader, options);
        _trim = new QueueTrim(queue, writer, Self, _log);
        _admission = new GroupAdmission(queue, topics, Self);
        _deliveries = new GroupDeliveries(queue, deliveries, _admission, End, Context);
        _workers = workers;
        PersistenceId = QueueName.PersistenceId(queue);
        Recover<RecoveryCompleted>(_ => LoadTail());
        Become(Loading);
    }

    public override string PersistenceId { get; }

    public override Akka.Persistence.Recovery Recovery => Akka.Persistence.Recovery.None;

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    private DateTimeOffset Steady => _clock.Now;

    /// <summary>Stops a delivery that fails. It starts again after a back-off.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void OnRecoveryFailure(Exception reason, object? message = null) =>
        Fail(reason, "the highest sequence number could not be read");

    private void Loading()
    {
        Command<TailLoaded>(Loaded);
        Command<TailNotLoaded>(failed => Fail(failed.Cause, "the last page could not be read"));
        CommandAny(_ => Stash.Stash());
    }

    private void Serving()
    {
        Command<AppendToQueue>(Append);
        Command<WriteEnded>(ended => Written(ended.Batch, ended.Written));
        Command<ReadQueue>(read => Read(read, Sender));
        Command<IGroupMessage>(message => Used(() => Forward(message)));
        Command<IScheduleMessage>(message => _worker?.Forward(message));
        Command<StartWorkerAgain>(_ => StartWorker());
        Command<GetQueueEnd>(_ => Used(() => Sender.Tell(End())));
        Command<CloseDeliveries>(close => Used(() => CloseDeliveries(close, Sender)));
        Command<GroupsRead>(GroupsRead);
        Command<TrimQueue>(trim => Used(() => Trim(trim)));
        Command<QueueTrim.Raised>(raised => _firstKept = Math.Max(_firstKept, _trim.Delete(raised)));
        Command<QueueTrim.Ended>(_trim.End);
        Command<SearchEnded>(ended =>
        {
            _plan.SearchEnded(ended.Result);
            Advance();
        });
        Command<SearchFailed>(SearchFailedBy);
        Command<GroupIdle>(idle => _deliveries.Idle(idle, Sender));
        Command<GroupBusy>(busy => _deliveries.Busy(busy, Sender));
        Command<Terminated>(ended => ChildEnded(ended.ActorRef));
        Command<RestartDelivery>(restart => _deliveries.Restart(restart.Group));
        Command<StopQueue>(_ => Close());
        Command<Tick>(_ => Ticked());
    }

    private void LoadTail()
    {
        LoadTailAsync().PipeTo(Self, failure: cause => new TailNotLoaded(cause));
    }

    // The stock journal does not know of what is deleted, so its highest number does not count.
    private async Task<TailLoaded> LoadTailAsync()
    {
        var bounds = await _reader.BoundsAsync(_queue, CancellationToken.None);
        return new TailLoaded(bounds, await TailReader.ReadAsync(_reader, _queue, bounds, _options.TailBytes));
    }

    private void Loaded(TailLoaded loaded)
    {
        var (bounds, entries) = (loaded.Bounds, loaded.Entries);
        var before = entries.Count == 0 ? bounds.FirstKept - 1 : entries[0].Offset - 1;
        if (before + entries.Count != bounds.Highest)
        {
            Fail(null, $"the last page must end at offset {bounds.Highest}, but ends at {before + entries.Count}");
            return;
        }

        _firstKept = bounds.FirstKept;
        _tail.StartAfter(before);
        // When no entry is kept, nothing tells when the last one was appended.
        _plan.Ids.StartAfter(before, entries.Count == 0 ? DateTimeOffset.MaxValue : entries[0].AppendedAt);
        foreach (var entry in entries)
            Remember(entry);
        _lastUsed = _startedAt = Steady;
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TickInterval);
        Become(Serving);
        StartWorker();
        Stash.UnstashAll();
    }

    /// <summary>Starts the worker. A schedule needs none as long as it never had an entry.</summary>
    private void StartWorker()
    {
        if (_workers is null || _worker is not null || _closing || (QueueSchedule.IsSchedule(_queue) && _tail.End == 0))
            return;
        // The schedule of a topic that is being deleted moves nothing more.
        if (QueueSchedule.IsSchedule(_queue) && !_admission.IsOpen)
        {
            _admission.Read();
            return;
        }

        _worker = Context.ActorOf(_workers(_queue, Self), WorkerName);
        Context.Watch(_worker);
    }

    private QueueEnd End() => new(_queue, _tail.End, _tail.LastAppendedAt, Math.Max(_firstKept, _trim.FirstKept), _putBacks);

    private void GroupsRead(GroupsRead read)
    {
        if (read.Cause is { } cause)
            _log.Warning(cause, "Queue {0}: its topic could not be read. Those who wait for that repeat their requests.", _queue);
        if (!_deliveries.Take(read) || !QueueSchedule.IsSchedule(_queue))
            return;
        if (_admission.IsOpen)
            StartWorker();
        else
            Timers.StartSingleTimer(StartWorkerAgain.Instance, StartWorkerAgain.Instance, TickInterval);
    }

    private void CloseDeliveries(CloseDeliveries close, IActorRef requester)
    {
        var isSchedule = QueueSchedule.IsSchedule(_queue);
        if (!isSchedule && Reattach - (Steady - _startedAt) is { Ticks: > 0 } wait)
        {
            Context.System.Scheduler.ScheduleTellOnce(wait, Self, close, requester);
            return;
        }

        if (isSchedule && _worker is { } mover)
            Context.Stop(mover);
        _deliveries.Close(close, requester, force: isSchedule);
    }

    private void Append(AppendToQueue command)
    {
        _lastUsed = Steady;
        if (command.CommittedAt > Now + ToleratedSkew)
            TopicMetrics.SkewedCommits.Add(1);
        if (_plan.TryAdd(command, Sender))
            Advance();
        else
            TopicMetrics.Dropped.Add(1);
    }

    private void Advance()
    {
        while (_writing is null && _plan.NextBatch(Now, _tail.LastAppendedAt ?? DateTimeOffset.MinValue) is { } batch)
            Write(batch);
        _plan.NextSearch()?.PipeTo(
            Self,
            success: result => new SearchEnded(result),
            failure: cause => new SearchFailed(cause));
    }

    private void Write(AppendBatch batch)
    {
        TopicMetrics.Repeated.Add(batch.Repeated);
        if (batch.Appends.Count == 0)
        {
            Answer(batch, []);
            return;
        }

        _writing = batch;
        _writingSince = Steady;
        var self = Self;
        _writer.Write(_queue, _tail.End, batch.Appends, written => self.Tell(new WriteEnded(batch, written), ActorRefs.NoSender));
    }

    private void Written(AppendBatch batch, QueueLogWritten written)
    {
        // The end of a write that an earlier life of this actor began says nothing about the present one.
        if (_writing != batch)
            return;
        if (written.Cause is { } cause)
        {
            Fail(cause, "the journal did not confirm a write");
            return;
        }

        _writing = null;
        TopicMetrics.Writes.Add(1);
        foreach (var append in batch.Appends)
        {
            if (written.Refused.Contains(append))
                continue;
            TopicMetrics.Appended.Add(append.Entries.Count);
            foreach (var entry in append.Entries)
                Remember(entry.At(_tail.End + 1));
        }

        StartWorker();
        Answer(batch, written.Refused);
        _parked.Arrived(_tail, Read);
        Advance();
    }

    private void Remember(QueueEntry entry)
    {
        _tail.Add(entry);
        _plan.Ids.Add(entry.Id, entry.AppendedAt, Now);
    }

    private void Answer(AppendBatch batch, IReadOnlyCollection<PlannedAppend> refused)
    {
        _plan.Answered(batch);
        foreach (var known in batch.Known)
            Confirm(known);
        foreach (var append in batch.Appends)
        {
            var isRefused = refused.Contains(append);
            foreach (var waiting in append.Answers)
            {
                if (isRefused)
                    waiting.ReplyTo.Tell(new AppendRefused(_queue, append.Transaction));
                else
                    Confirm(waiting);
            }
        }
    }

    private void Confirm(WaitingAppend append) => append.ReplyTo.Tell(new AppendedToQueue(_queue, append.Command.Transaction));

    private void SearchFailedBy(SearchFailed failed)
    {
        var dropped = _plan.SearchFailed();
        TopicMetrics.Dropped.Add(dropped);
        _log.Warning(
            failed.Cause, "Queue {0}: the search for repeated appends failed. {1} appends were dropped; their senders repeat them.", _queue, dropped);
        Advance();
    }

    private void Read(ReadQueue read, IActorRef reader)
    {
        var from = Math.Max(_firstKept, read.From);
        if (from > _tail.End)
            _parked.Park(read, reader, Steady, _tail.End);
        else if (from < _tail.First)
            reader.Tell(new ReadFromJournal(from, _tail.First - 1, _tail.End));
        else
            reader.Tell(new QueuePage(from, _tail.Read(from, Math.Max(1, read.MaxEntries)), _tail.End));
    }

    private void ChildEnded(IActorRef child)
    {
        if (child.Equals(_worker))
        {
            _worker = null;
            Timers.StartSingleTimer(StartWorkerAgain.Instance, StartWorkerAgain.Instance, WorkerBackOff);
        }

        if (_deliveries.GroupOf(child) is { } group && _deliveries.Ended(child) is { } backOff)
            Timers.StartSingleTimer(group, new RestartDelivery(group), backOff);
        if (_closing && !_deliveries.Any)
            Context.Stop(Self);
    }

    private void Forward(IGroupMessage message)
    {
        if (_deliveries.Forward(message, Sender))
            _putBacks++;
    }

    private void Trim(TrimQueue trim)
    {
        if (trim.PutBacks == 0 || trim.PutBacks == _putBacks)
            _trim.Begin(Math.Min(trim.FirstKept, _tail.End + 1), Sender, trim.OnlyBound);
        else
            Sender.Tell(new QueueTrimmed(_queue, _firstKept, 0));
    }

    private void Close()
    {
        _closing = true;
        _deliveries.Close();
        if (!_deliveries.Any)
            Context.Stop(Self);
    }

    private void Used(Action action)
    {
        _lastUsed = Steady;
        action();
    }

    private void Ticked()
    {
        _parked.Expire(Steady - ReadQueue.LongPoll, _tail.End);
        if (_writing is not null && Steady - _writingSince > WriteTimeout)
            Fail(null, $"the journal did not answer a write within {Duration.Write(WriteTimeout)}");
        else if (_plan.IsIdle && !_trim.IsRunning && !_deliveries.Any && Steady - _lastUsed > _options.IdleTime)
            Context.Parent.Tell(new Passivate(PoisonPill.Instance));
    }

    private void Fail(Exception? cause, string reason)
    {
        TopicMetrics.Failures.Add(1);
        _log.Error(cause, "Queue {0} stops, because {1}. It recovers from the journal at the next message.", _queue, reason);
        Context.Stop(Self);
    }

    private sealed class StartWorkerAgain
    {
        public static StartWorkerAgain Instance { get; } = new();
    }

    private sealed class Tick
    {
        public static Tick Instance { get; } = new();
    }
}
