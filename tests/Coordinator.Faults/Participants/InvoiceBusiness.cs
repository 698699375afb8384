using System.Data.Common;
using System.Globalization;
using Coordinator.Harness.Histories;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;

namespace Coordinator.Faults.Participants;

/// <summary>Publishes from within local transactions that commit whether the coordinator is there or not, and records the results.</summary>
/// <param name="producer">Producer of the process.</param>
/// <param name="history">History of the process.</param>
/// <param name="names">Names of the transactions, whose ids the library makes.</param>
/// <param name="random">Draws messages.</param>
internal sealed class InvoiceBusiness(ITransactionalProducer producer, HistoryWriter history, Ids names, Random random)
{
    private const int Keys = 4;

    public async Task DoAsync()
    {
        var send = Draw();
        try
        {
            var sent = await producer.SendAsync((LocalTransactionScope scope, CancellationToken ct) => ChangeAsync(send, scope, ct));
            if (sent is { Confirmed: true, Outcome: LocalOutcome.Commit })
                history.Write(new Told(sent.Id.Value, Verdict.Committed, "send"));
            End(send, sent.IsStored ? Result.Stored : sent.Confirmed ? Result.Confirmed : Result.Unconfirmed);
        }
        catch (CoordinatorUnavailableException away)
        {
            End(send, Result.Unavailable, away.Message);
        }
        catch (Exception fenced) when (fenced is TransactionFencedException or TransactionPurgedException)
        {
            End(send, Result.Fenced);
        }
        catch (TransactionRefusedException refused)
        {
            End(send, Result.Refused, refused.Message);
        }
        catch (Exception failed) when (failed is DbException or LocalOutcomeUnknownException or TimeoutException)
        {
            End(send, Result.Failed, failed.Message);
        }
    }

    private async Task<LocalOutcome> ChangeAsync(Invoice send, LocalTransactionScope scope, CancellationToken ct)
    {
        var id = scope.Id.Value;
        send.Id = id;
        history.Write(new Begun(id, nameof(Invoice), send.Messages, send.Name));
        await KeyedChanges.AddAsync(scope.Transaction, $"{nameof(Invoice)} {send.Name}", id, ct);
        foreach (var message in send.Messages)
            scope.Publish(Workload.MessageOf(message));
        if (send.RollsBack)
            return LocalOutcome.RollBack;
        history.Write(new Committing(id));
        return LocalOutcome.Commit;
    }

    private void End(Invoice send, Result result, string? detail = null)
    {
        // The local transaction may have failed before its function began.
        if (send.Id is { } id)
            history.Write(new Ended(id, result, detail));
    }

    private Invoice Draw()
    {
        var name = names.Next().Name;
        // One in three has two messages, of one key or of two.
        Sent[] messages = [.. Enumerable.Range(0, random.Next(3) == 0 ? 2 : 1).Select(index => new Sent(
            string.Create(CultureInfo.InvariantCulture, $"invoice-{random.Next(Keys)}"),
            string.Create(CultureInfo.InvariantCulture, $"{name}/{index} says {random.Next()}")))];
        return new Invoice(name, messages, RollsBack: random.Next(20) == 0);
    }

    private sealed record Invoice(string Name, IReadOnlyList<Sent> Messages, bool RollsBack)
    {
        /// <summary>Transaction; <c>null</c> before the function of its local part begins.</summary>
        public string? Id { get; set; }
    }
}
