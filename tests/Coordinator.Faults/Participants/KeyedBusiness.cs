using System.Data.Common;
using Coordinator.Harness.Histories;
using Coordinator.Participants.Common;
using Coordinator.Participants.EntityFrameworkCore;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Coordinator.Faults.Participants;

/// <summary>Sends under business keys, and sends again under the same key after a failure, as a careful service does.</summary>
/// <param name="producer">Producer of the process.</param>
/// <param name="store">Store, which knows the ids of attempts.</param>
/// <param name="database">Database of the service.</param>
/// <param name="history">History of the process.</param>
/// <param name="name">Name for the attempts, which begins with that of the producer.</param>
internal sealed class KeyedBusiness(ITransactionalProducer producer, RecordingStore store, ServiceDatabase database, HistoryWriter history, string name)
{
    private const int MostSends = 3;

    private static readonly TimeSpan BeforeAgain = TimeSpan.FromMilliseconds(300);

    /// <summary>Sends for the first time, and a few times more. What is unresolved then is left to the other processes of the service.</summary>
    public async Task DoAsync(KeyedSend send)
    {
        history.Write(send.Begun);
        if (send.Conduct == KeyedConduct.Twice)
        {
            var twins = await Task.WhenAll(SendAsync(send, isFirst: true), SendAsync(send, isFirst: true));
            if (twins.Contains(true))
                return;
        }
        else if (await SendAsync(send, isFirst: true) || send.Conduct == KeyedConduct.GivesUp)
        {
            return;
        }

        for (var sends = 1; sends < MostSends; sends++)
        {
            await Task.Delay(BeforeAgain);
            if (await SendAsync(send, isFirst: false))
                return;
        }
    }

    /// <summary>Sends again what an earlier send left unresolved, of this process or another one.</summary>
    /// <returns>True when it need not be sent again.</returns>
    public Task<bool> AgainAsync(KeyBegun begun) => SendAsync(KeyedSend.Repeat(begun), isFirst: false);

    private async Task<bool> SendAsync(KeyedSend send, bool isFirst)
    {
        var run = new KeyedRun(send, name, history);
        try
        {
            return run.Returned(send.Form == KeyedForm.Known ? await SendKnownAsync(send, run, isFirst) : await SendInContextAsync(send, run, isFirst));
        }
        catch (Exception failed) when (IsExpected(failed))
        {
            run.Failed(failed);
            return false;
        }
    }

    private Task<SendResult> SendKnownAsync(KeyedSend send, KeyedRun run, bool isFirst) => producer.SendAsync(
        [.. send.Messages.Select(Workload.MessageOf)],
        async (DbTransaction transaction, CancellationToken ct) =>
        {
            var id = store.IdOf(transaction);
            run.Open(id, send.Messages);
            await KeyedChanges.AddAsync(transaction, send.Key, id, ct);
            return Decide(send, run, ref isFirst);
        },
        new SendOptions { Key = send.Key });

    private async Task<SendResult> SendInContextAsync(KeyedSend send, KeyedRun run, bool isFirst)
    {
        await using var connection = database.Connect();
        await using var context = KeyedContext.On(connection, database.Dialect);
        return await producer.SendAsync(
            context,
            async (scope, ct) =>
            {
                var row = new ChangeRow { Key = send.Key, TransactionId = scope.Id.Value };
                context.Changes.Add(row);
                await context.SaveChangesAsync(ct);
                Sent[] messages = [.. send.Messages.Select(message => message with { Body = $"{message.Body}, number {row.Number}" })];
                run.Open(scope.Id.Value, messages);
                foreach (var message in messages)
                    scope.Publish(Workload.MessageOf(message));
                return Decide(send, run, ref isFirst);
            },
            new SendOptions { Key = send.Key });
    }

    private static LocalOutcome Decide(KeyedSend send, KeyedRun run, ref bool isFirst)
    {
        var wasFirst = isFirst;
        isFirst = false;
        if (wasFirst && send.Conduct == KeyedConduct.FailsFirst)
            throw new TimeoutException("The first local transaction of this send fails.");
        if (wasFirst && send.Conduct is KeyedConduct.DeclinesFirst or KeyedConduct.GivesUp)
            return LocalOutcome.RollBack;
        run.Commit();
        return LocalOutcome.Commit;
    }

    private static bool IsExpected(Exception failure) => failure
        is CoordinatorUnavailableException or TransactionFencedException or TransactionPurgedException or TransactionRefusedException
        or KeyBusyException or KeyConflictException or LocalOutcomeUnknownException
        or DbException or DbUpdateException or RetryLimitExceededException or TimeoutException;
}
