using Akka.Actor;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Delivery.Progress;
using Coordinator.Delivery.Stream;

namespace Coordinator.Delivery;

/// <summary>
/// The stream of a group while it runs: forwards signals to it, saves the progress that it reports, and hands its dead letters over.
/// Used by the actor of the group only.
/// </summary>
internal sealed class DeliveryRun(PendingDeadLetters deadLetters, ProgressSaver saver)
{
    private Action<IDeliverySignal>? _signal;

    /// <summary>Number of the run. Messages that name an earlier one are outdated.</summary>
    public int Number { get; private set; }

    public ProgressSaver Saver => saver;

    public bool IsCurrent(int run) => run == Number;

    public void Started(DeliveryStarted started) => _signal = started.Signal;

    /// <summary>Sends a signal to the stream; does nothing while there is none.</summary>
    public void Signal(IDeliverySignal signal) => _signal?.Invoke(signal);

    /// <summary>Stops the stream. Its later messages, and answers that it waited for, are outdated from now on.</summary>
    public void End()
    {
        Number++;
        _signal?.Invoke(StopDelivery.Instance);
        _signal = null;
        deadLetters.Clear();
        saver.Reset();
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
            case SnapshotTaken taken when IsCurrent(taken.Run):
                saver.Save(taken.Snapshot);
                return true;
            case IsPending pending when IsCurrent(pending.Run):
                saver.Confirm(pending);
                return true;
            case FlushDue:
                if (saver.Flush())
                    Signal(TakeSnapshot.Instance);
                return true;
            case DeadLetterDue due when IsCurrent(due.Run):
                deadLetters.Add(due);
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
            case EndFound found:
                Signal(found);
                return true;
            default:
                return false;
        }
    }
}
