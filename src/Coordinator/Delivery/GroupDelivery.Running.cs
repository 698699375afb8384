using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Delivery.Progress;
using Coordinator.Delivery.Stream;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery;

/// <summary>
/// State with a running stream. The stream handles everything about deliveries, and this actor makes its results durable.
/// </summary>
internal sealed partial class GroupDelivery
{
    private void BecomeRunning(DeliveryStarted started)
    {
        _signal = started.Signal;
        foreach (var attach in _members.All)
            Signal(attach);
        _members.Confirm();
        Become(Running);
        _buffer.SendTo(Self);
        if (!_members.Any)
            AwaitMembers();
    }

    private void Running()
    {
        Receive<AttachConsumer>(attach =>
        {
            _members.Attach(attach, Sender);
            Signal(attach);
            _members.Confirm();
        });
        Receive<SettleDelivery>(Signal);
        Receive<RewindGroup>(OnRewind);
        Receive<DescribeGroup>(_ => FindEnd());
        Receive<EndFound>(Signal);
        Receive<PutBackMessage>(FindEntry);
        Receive<EntryFound>(found => found.Run == _run, Signal);
        Receive<EntryMissing>(missing => _logger.Error(
            "The dead letter at offset {0} of queue {2} cannot be replayed for group {1}: the queue does not have that offset.", missing.Offset, _of.Group, _of.Queue));
        Receive<StopGroup>(stop => OnStop(stop, end: SaveAndStop));
        Receive<DeadLetterAdded>(OnDeadLetterAdded);
        Receive<PendingDeadLetters.Resend>(_ => _deadLetters.SendAll());
        OnNotices();
        OnStore();
        InAnyState();
    }

    private void OnNotices()
    {
        Receive<ProgressChanged>(changed => changed.Run == _run, _ => _saver.Changed());
        Receive<SnapshotTaken>(taken => taken.Run == _run, taken => _saver.Save(taken.Snapshot));
        Receive<IsPending>(pending => pending.Run == _run, _saver.Confirm);
        Receive<DeadLetterDue>(due => due.Run == _run, _deadLetters.Add);
        Receive<DeliveryEnded>(ended => ended.Run == _run, ended => BackOff("keep the stream running", ended.Cause));
    }

    private void OnStore()
    {
        Receive<FlushDue>(_ =>
        {
            if (_saver.Flush())
                Signal(TakeSnapshot.Instance);
        });
        Receive<SaveSnapshotSuccess>(saved => _register.IsLatest(saved.Metadata), _ =>
        {
            _failures = 0;
            _saver.Saved();
        });
        Receive<SaveSnapshotFailure>(failed => _register.IsLatest(failed.Metadata), failed =>
        {
            _logger.Warning(failed.Cause, "The progress of group {0} in queue {1} could not be saved. The save is repeated.", _of.Group, _of.Queue);
            _saver.Failed();
        });
        Receive<StoreTimeout>(_ => _saver.Failed());
    }

    /// <summary>Saves the progress before an orderly stop, so that no acknowledged message is delivered again.</summary>
    private void SaveAndStop()
    {
        Signal(TakeSnapshot.Instance);
        Timers.StartSingleTimer(StoreTimeout.Instance, StoreTimeout.Instance, StoreTimeout.AtStop);
        Become(Stopping);
    }

    private void Stopping()
    {
        var saving = false;
        Receive<SnapshotTaken>(taken => taken.Run == _run, taken =>
        {
            saving = true;
            _register.Save(taken.Snapshot);
            Signal(StopDelivery.Instance);
        });
        Receive<SaveSnapshotSuccess>(saved => saving && _register.IsLatest(saved.Metadata), _ => Context.Stop(Self));
        Receive<SaveSnapshotFailure>(failed => saving && _register.IsLatest(failed.Metadata), _ => Context.Stop(Self));
        Receive<StoreTimeout>(_ => Context.Stop(Self));
        Receive<StopGroup>(_ => { });
        InAnyState();
    }

    private void OnRewind(RewindGroup rewind)
    {
        _logger.Info("Operator {0} rewinds group {1} in queue {2} to {3}.", rewind.Who, _of.Group, _of.Queue, rewind.To);
        Move(rewind.To, new Rewound(rewind.Who, Context.System.Scheduler.Now), Sender);
    }

    private void OnDeadLetterAdded(DeadLetterAdded added)
    {
        if (_deadLetters.Remove(added))
            Signal(added);
    }

    private void FindEntry(PutBackMessage back)
    {
        var (run, requester) = (_run, Sender);
        _positions.FindAsync(back.Offset).PipeTo(
            Self,
            success: entry => entry is null
                ? new EntryMissing(back.Offset)
                : new EntryFound(run, entry, back.Attempts, requester),
            failure: cause => new LookupFailed(cause));
    }

    private void FindEnd()
    {
        var requester = Sender;
        _positions.EndAsync().PipeTo(
            Self,
            success: end => new EndFound(end, requester),
            failure: cause => new LookupFailed(cause));
    }

    private void Signal(IDeliverySignal signal) => _signal!(signal);
}
