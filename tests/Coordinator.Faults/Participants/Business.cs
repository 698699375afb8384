using System.Data.Common;
using Coordinator.Contracts.Producing;
using Coordinator.Harness.Histories;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;

namespace Coordinator.Faults.Participants;

/// <summary>Runs transactions one after the other according to their conduct, and records the results.</summary>
internal sealed class Business(ITransactionalProducer producer, OutcomeStore store, HistoryWriter history, SqlDialect dialect)
{
    // The nodes of the suite wait two seconds from the Prepare to the first check.
    private static readonly TimeSpan PastTheCheck = TimeSpan.FromSeconds(3);

    public async Task DoAsync(Attempt attempt)
    {
        history.Write(new Begun(attempt.Id, attempt.Conduct.ToString(), attempt.Messages, attempt.Name == attempt.Id ? null : attempt.Name));
        var ended = await OutcomeAsync(attempt, () => ConductAsync(attempt));
        history.Write(ended);
        // The exception states that nothing changed: retry under the same id, as a careful service does.
        if (ended.Result == Result.Unavailable && attempt.Conduct == Conduct.Commit)
            history.Write(await OutcomeAsync(attempt, () => SendAsync(attempt, LocalOutcome.Commit)));
    }

    private Task<Result> ConductAsync(Attempt attempt) => attempt.Conduct switch
    {
        Conduct.Commit => SendAsync(attempt, LocalOutcome.Commit),
        Conduct.RollBack => SendAsync(attempt, LocalOutcome.RollBack),
        Conduct.SilentAfterCommit => SilentAsync(attempt, TimeSpan.Zero, commit: true),
        Conduct.SilentAfterPrepare => SilentAsync(attempt, TimeSpan.Zero, commit: false),
        // SQLite has one writer for the whole file, so a slow transaction would delay all others.
        Conduct.Slow => SendAsync(attempt, LocalOutcome.Commit, dialect == SqlDialect.Sqlite ? TimeSpan.Zero : PastTheCheck),
        Conduct.Late => SilentAsync(attempt, PastTheCheck, commit: true),
        Conduct.Repeat => RepeatAsync(attempt),
        _ => throw new NotSupportedException($"The conduct {attempt.Conduct} is not supported."),
    };

    private async Task<Result> SendAsync(Attempt attempt, LocalOutcome outcome, TimeSpan within = default)
    {
        var sent = await producer.SendAsync(
            attempt.ToSend,
            async (DbTransaction _, CancellationToken ct) =>
            {
                history.Write(new Prepared(attempt.Id));
                await Task.Delay(within, ct);
                if (outcome == LocalOutcome.Commit)
                    history.Write(new Committing(attempt.Id));
                return outcome;
            },
            new SendOptions { Id = attempt.Transaction });
        if (!sent.Confirmed)
            return Result.Unconfirmed;
        Tell(attempt, sent.Outcome == LocalOutcome.Commit ? Verdict.Committed : Verdict.RolledBack, "send");
        return Result.Confirmed;
    }

    /// <summary>Prepares, may commit its database, and leaves the rest to a check.</summary>
    private async Task<Result> SilentAsync(Attempt attempt, TimeSpan before, bool commit)
    {
        await producer.PrepareAsync(attempt.Transaction, attempt.ToSend);
        history.Write(new Prepared(attempt.Id));
        if (!commit)
            return Result.Silent;
        await Task.Delay(before);
        history.Write(new Committing(attempt.Id));
        await using var connection = await store.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await store.RecordCommittedAsync(transaction, attempt.Transaction);
        await transaction.CommitAsync();
        return Result.Silent;
    }

    /// <summary>Repeats a decision, and then sends the opposite one, which must be refused.</summary>
    private async Task<Result> RepeatAsync(Attempt attempt)
    {
        var commit = attempt.Messages[0].Body.Length % 2 == 0;
        var result = await SendAsync(attempt, commit ? LocalOutcome.Commit : LocalOutcome.RollBack);
        if (result != Result.Confirmed)
            return result;
        await SayAsync(attempt, commit, "repeated");
        await SayAsync(attempt, !commit, "contrary");
        return result;
    }

    private async Task SayAsync(Attempt attempt, bool commit, string on)
    {
        try
        {
            await (commit ? producer.CommitAsync(attempt.Transaction) : producer.RollbackAsync(attempt.Transaction, on));
            Tell(attempt, commit ? Verdict.Committed : Verdict.RolledBack, on);
        }
        catch (CoordinatorUnavailableException)
        {
            // No decision was sent.
        }
        catch (TransactionRefusedException refused)
        {
            Hear(attempt, refused);
        }
    }

    private async Task<Ended> OutcomeAsync(Attempt attempt, Func<Task<Result>> workAsync)
    {
        try
        {
            return new Ended(attempt.Id, await workAsync());
        }
        catch (CoordinatorUnavailableException)
        {
            return new Ended(attempt.Id, Result.Unavailable);
        }
        catch (Exception fenced) when (fenced is TransactionFencedException or TransactionPurgedException)
        {
            return new Ended(attempt.Id, Result.Fenced);
        }
        catch (TransactionRefusedException refused)
        {
            Hear(attempt, refused);
            return new Ended(attempt.Id, Result.Refused, refused.Message);
        }
        catch (Exception failed) when (failed is DbException or LocalOutcomeUnknownException or TransactionAlreadyCommittedException)
        {
            return new Ended(attempt.Id, Result.Failed, failed.Message);
        }
    }

    private void Hear(Attempt attempt, TransactionRefusedException refused)
    {
        if (refused.Phase is TransactionPhase.Committed or TransactionPhase.Completed)
            Tell(attempt, Verdict.Committed, $"{refused.Command} refused");
        else if (refused.Phase is TransactionPhase.RolledBack)
            Tell(attempt, Verdict.RolledBack, $"{refused.Command} refused");
    }

    private void Tell(Attempt attempt, Verdict verdict, string on) => history.Write(new Told(attempt.Id, verdict, on));
}
