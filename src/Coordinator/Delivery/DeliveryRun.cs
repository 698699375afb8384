using Akka.Actor;
using Coordinator.Delivery.Bounds;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Delivery.Progress;
using Coordinator.Delivery.Stream;

namespace Coordinator.Delivery;

/// <summary>
/// The stream of a group while it runs: forwards signals to it, saves the progress that it reports, and hands its dead letters over.
/// Used by the actor of the group only.
/// </summary>
internal sealed class DeliveryRun(PendingDeadLetters deadLetters, ProgressSaver saver, ReplayWake wake, BlockedGroup blocked, BoundTeller bound)
{
    private Action<IDeliverySignal>? _signal;

    /// <summary>Number of the run. Messages that name an earlier one are outdated.</summary>
    public int Number { get; private set; }

    public ProgressSaver Saver => saver;

    public ReplayWake Wake => wake;

    public bool IsCurrent(int run) => run == Number;

    public void Started(DeliveryStarted started)
    {
        _signal = started.Signal;
        wake.Send();
    }

    /// <summary>Sends a signal to the stream; does nothing while there is none.</summary>
    public void Signal(IDeliverySignal signal) => _signal?.Invoke(signal);

    /// <summary>Stops the stream. Its later messages, and answers that it waited for, are outdated from now on.</summary>
    public void End()
    {
        Number++;
        _signal?.Invoke(StopDelivery.Instance);
        _signal = null;
        deadLetters.Clear();
        wake.Stop();
        saver.Reset();
        blocked.Forget();
        bound.Forget();
    }

    /// <summary>Records that the latest save is durable.</summary>
    public void Saved()
    {
        saver.Saved();
        FlushAwaited();
    }

    /// <summary>Handles a message of the current stream, or an answer that it waits for.</summary>
    /// <returns>False for any other message.</returns>
    public bool TryHandle(IOutdated message)
    {
        switch (message)
        {
            case ProgressChanged changed when IsCurrent(changed.Run):
                saver.Changed();
                return true;
            case ProgressTaken taken when IsCurrent(taken.Run):
                saver.Save(taken);
                return true;
            case IsPending pending when IsCurrent(pending.Run):
                saver.Confirm(pending);
                FlushAwaited();
                return true;
            case FlushDue:
                Flush();
                return true;
            case MessagesMissed missed when IsCurrent(missed.Run):
                blocked.Tell(missed);
                return true;
            case BoundDue:
                bound.Look(Number);
                return true;
            case BoundFound found when IsCurrent(found.Run):
                bound.Found(found);
                Signal(found);
                return true;
            case BoundTaken taken when IsCurrent(taken.Run):
                bound.Tell(taken);
                return true;
            case DeadLetterDue due when IsCurrent(due.Run):
                deadLetters.Add(due);
                return true;
            case AcknowledgedLate late when IsCurrent(late.Run):
                deadLetters.Acknowledge(late);
                return true;
            case DeadLetterAdded added:
                if (deadLetters.Remove(added))
                    Signal(added);
                return true;
            case PendingDeadLetters.Resend:
                deadLetters.SendAll();
                return true;
            case EntryFound found when IsCurrent(found.Run):
                Signal(found);
                return true;
            case EntriesFound found when IsCurrent(found.Run):
                Signal(found);
                return true;
            case ReplayContinued:
                wake.Stop();
                return true;
            case ReplayWake.Resend:
                wake.Send();
                return true;
            case EndFound found:
                Signal(found);
                return true;
            default:
                return false;
        }
    }

    // The dead letters send the next batch of a replay after the answer, so the usual interval would be added to each batch.
    private void FlushAwaited()
    {
        if (saver.IsAwaited)
            Flush();
    }

    private void Flush()
    {
        if (saver.Flush())
            Signal(new TakeProgress(saver.NeedsWhole));
    }
}
