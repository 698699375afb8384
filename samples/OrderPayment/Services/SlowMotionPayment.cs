using Coordinator.Contracts;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;
using OrderPayment.Orders;

namespace OrderPayment.Services;

/// <summary>
/// Does step by step what <see cref="PaymentService" /> does in one call, so that the process can be killed between any two
/// steps. It never completes.
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
