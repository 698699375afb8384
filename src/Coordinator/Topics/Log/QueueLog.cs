using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
using Akka.Persistence;
using Coordinator.Common;
using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>
/// Log of one queue. Each message is one event, whose sequence number is its offset. Appends that arrive during a write go into the
/// next write together, and its end moves when the write has ended. The log is never replayed: at the start it reads the highest
/// sequence number and the last page. Any failure of its journal stops the log without a reply. It then starts again from the journal.
/// </summary>
internal sealed class QueueLog : ReceivePersistentActor, IWithTimers
{
    private const int MaxParkedReads = 1024;
    private const int EntriesAtStart = 100;
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(5);

    /// <summary>Longest time of a write. Every journal succeeds or fails earlier.</summary>
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ToleratedSkew = TimeSpan.FromSeconds(5);

    private readonly QueueId _queue;
    private readonly TopicOptions _options;
    private readonly IQueueLogReader _reader;
    private readonly IQueueLogWriter _writer;
    private readonly LogTail _tail;
    private readonly AppendPlan _plan;
    private readonly ParkedReads _parked = new(MaxParkedReads);
    private readonly GroupDeliveries _deliveries;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private AppendBatch? _writing;
    private DateTimeOffset _writingSince;
    private DateTimeOffset _lastUsed;
    private bool _closing;

    public QueueLog(
        QueueId queue, TopicOptions options, IQueueLogReader reader, IQueueLogWriter writer, GroupDeliveryFactory deliveries)
    {
        _queue = queue;
        _options = options;
        _reader = reader;
        _writer = writer;
        _tail = new LogTail(options.TailEntries, options.TailBytes);
        _plan = new AppendPlan(queue, reader, options);
        _deliveries = new GroupDeliveries(queue, deliveries, Context);
        PersistenceId = QueueName.PersistenceId(queue);
        Recover<RecoveryCompleted>(_ => LoadTail());
        Become(Loading);
    }

    public override string PersistenceId { get; }

    public override Akka.Persistence.Recovery Recovery => Akka.Persistence.Recovery.None;

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    /// <summary>Stops a delivery that fails. It starts again after a back-off.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void OnRecoveryFailure(Exception reason, object? message = null) =>
        Fail(reason, "the highest sequence number could not be read");

    private void Loading()
    {
        Command<TailLoaded>(loaded => Loaded(loaded.Entries));
        Command<TailNotLoaded>(failed => Fail(failed.Cause, "the last page could not be read"));
        CommandAny(_ => Stash.Stash());
    }

    private void Serving()
    {
        Command<AppendToQueue>(Append);
        Command<WriteEnded>(ended => Written(ended.Batch, ended.Written));
        Command<ReadQueue>(read => Read(read, Sender));
        Command<IGroupMessage>(message => Used(() => _deliveries.Forward(message, Sender)));
        Command<GetQueueEnd>(_ => Used(() => Sender.Tell(new QueueEnd(_queue, _tail.End, _tail.LastAppendedAt))));
        Command<SearchEnded>(ended =>
        {
            _plan.SearchEnded(ended.Result);
            Advance();
        });
        Command<SearchFailed>(SearchFailedBy);
        Command<GroupIdle>(idle => _deliveries.Idle(idle, Sender));
        Command<GroupBusy>(busy => _deliveries.Busy(busy, Sender));
        Command<Terminated>(ended => DeliveryEnded(ended.ActorRef));
        Command<RestartDelivery>(restart => _deliveries.Restart(restart.Group));
        Command<StopQueue>(_ => Close());
        Command<Tick>(_ => Ticked());
    }

    private void LoadTail()
    {
        var end = LastSequenceNr;
        _reader.ReadAsync(_queue, Math.Max(1, end - EntriesAtStart + 1), end, CancellationToken.None).PipeTo(
            Self,
            success: entries => new TailLoaded(entries),
            failure: cause => new TailNotLoaded(cause));
    }

    private void Loaded(IReadOnlyList<QueueEntry> entries)
    {
        var end = entries.Count == 0 ? 0 : entries[^1].Offset;
        if (end != LastSequenceNr)
        {
            Fail(null, $"the last page must end at offset {LastSequenceNr}, but ends at {end}");
            return;
        }

        if (entries.Count > 0)
        {
            _tail.StartAfter(entries[0].Offset - 1);
            _plan.Ids.StartAfter(entries[0].Offset - 1, entries[0].AppendedAt);
            foreach (var entry in entries)
                Remember(entry);
        }

        _lastUsed = Now;
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TickInterval);
        Become(Serving);
        Stash.UnstashAll();
    }

    private void Append(AppendToQueue command)
    {
        _lastUsed = Now;
        if (command.CommittedAt > _lastUsed + ToleratedSkew)
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
        _writingSince = Now;
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
        var from = Math.Max(1, read.From);
        if (from > _tail.End)
            _parked.Park(read, reader, Now, _tail.End);
        else if (from < _tail.First)
            reader.Tell(new ReadFromJournal(read.From, _tail.First - 1, _tail.End));
        else
            reader.Tell(new QueuePage(read.From, _tail.Read(from, Math.Max(1, read.MaxEntries)), _tail.End));
    }

    private void DeliveryEnded(IActorRef child)
    {
        if (_deliveries.GroupOf(child) is { } group && _deliveries.Ended(child) is { } backOff)
            Timers.StartSingleTimer(group, new RestartDelivery(group), backOff);
        if (_closing && !_deliveries.Any)
            Context.Stop(Self);
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
        _lastUsed = Now;
        action();
    }

    private void Ticked()
    {
        _parked.Expire(Now - ReadQueue.LongPoll, _tail.End);
        if (_writing is not null && Now - _writingSince > WriteTimeout)
            Fail(null, $"the journal did not answer a write within {Duration.Write(WriteTimeout)}");
        else if (_plan.IsIdle && !_deliveries.Any && Now - _lastUsed > _options.IdleTime)
            Context.Parent.Tell(new Passivate(PoisonPill.Instance));
    }

    private void Fail(Exception? cause, string reason)
    {
        TopicMetrics.Failures.Add(1);
        _log.Error(cause, "Queue {0} stops, because {1}. It recovers from the journal at the next message.", _queue, reason);
        Context.Stop(Self);
    }

    private sealed record WriteEnded(AppendBatch Batch, QueueLogWritten Written);

    private sealed record TailLoaded(IReadOnlyList<QueueEntry> Entries);

    private sealed record TailNotLoaded(Exception Cause);

    private sealed record SearchEnded(AppendedSearch.Result Result);

    private sealed record SearchFailed(Exception Cause);

    private sealed record RestartDelivery(ConsumerGroup Group);

    private sealed class Tick
    {
        public static Tick Instance { get; } = new();
    }
}
