using Akka.Actor;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;
using Coordinator.Delivery.Stream;

namespace Coordinator.Delivery;

/// <summary>Reads from the log for requests to a group, and tells its actor the results. Used by that actor only.</summary>
internal sealed class LogLookups(QueuePositions positions, IActorContext context)
{
    private readonly IActorRef _self = context.Self;

    /// <summary>Reads the entry of a dead letter that is to be delivered again.</summary>
    public void FindEntry(PutBackMessage back, DeliveryRun run)
    {
        var (number, requester) = (run.Number, context.Sender);
        positions.FindAsync(back.Offset).PipeTo(
            _self,
            success: entry => entry is null
                ? new EntryMissing(back.Offset)
                : new EntryFound(number, entry, back.Attempts, requester),
            failure: cause => new LookupFailed(cause));
    }

    /// <summary>Reads the entries of a batch of a replay.</summary>
    public void FindEntries(PutBackMessages batch, DeliveryRun run)
    {
        var (number, requester) = (run.Number, context.Sender);
        context.Watch(requester);
        run.Wake.Watched(requester);
        positions.ReadAsync(batch.Letters.Select(letter => letter.Offset)).PipeTo(
            _self,
            success: entries => new EntriesFound(number, batch, entries, requester),
            failure: cause => new LookupFailed(cause));
    }

    /// <summary>Asks for the end of the log, for the description of the group.</summary>
    public void FindEnd()
    {
        var requester = context.Sender;
        positions.EndAsync().PipeTo(
            _self,
            success: end => new EndFound(end, requester),
            failure: cause => new LookupFailed(cause));
    }
}
