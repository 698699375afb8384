using Coordinator.Contracts;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;
using OrderPayment.Orders;

namespace OrderPayment.Services;

/// <summary>
/// What <see cref="PaymentService" /> does in one call, step by step, so that the story can kill the process between any two
/// of them. It never gets to its end.
/// </summary>
internal sealed class SlowMotionPayment(ITransactionalProducer producer, IOutcomeStore outcomes, StopSign stop, TimeProvider time)
{
    public async Task PayAsync(Order order, TransactionId id, CancellationToken ct)
    {
        await producer.PrepareAsync(id, [OrderPaid.Of(order)], ct: ct);
        await stop.ReachAsync(Moment.AfterPrepare, id.Value, ct);

        await using (var connection = await outcomes.OpenConnectionAsync(ct))
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            await outcomes.RecordCommittedAsync(transaction, id, ct);
            await OrderBook.PayAsync(transaction, order, id, time.GetUtcNow(), ct);
            await stop.ReachAsync(Moment.BeforeLocalCommit, id.Value, ct);
            await transaction.CommitAsync(ct);
        }

        await stop.ReachAsync(Moment.AfterLocalCommit, id.Value, ct);
        await producer.CommitAsync(id, ct);
    }
}
