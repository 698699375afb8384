using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Participants.Fence;

namespace Coordinator.Testing.Conformance;

/// <summary>A store, and what a service and a coordinator do with it.</summary>
internal sealed class StoreUnderTest(IOutcomeStore store, ProducerGroup group, CancellationToken ct)
{
    public IOutcomeStore Store => store;

    public IKeyedOutcomeStore Keyed => (IKeyedOutcomeStore)store;

    public ProducerGroup Group => group;

    public CancellationToken Stop => ct;

    /// <summary>Makes an id of a moment before now.</summary>
    public static TransactionId NewId(TimeSpan age = default) => TransactionId.FromGuid(Guid.CreateVersion7(TimeProvider.System.GetUtcNow() - age));

    /// <summary>Makes a key that nobody else uses.</summary>
    public static string NewKey() => $"conformance {NewId()}";

    public async Task<CheckVerdict> CheckAsync(TransactionId id) => (await store.CheckAsync(id, ct)).Verdict;

    /// <summary>Writes the row in a local transaction, does more in it, and commits it or rolls it back.</summary>
    public async Task LocalAsync(TransactionId id, BusinessKey? key = null, bool commits = true, Func<DbTransaction, Task>? more = null)
    {
        await using var connection = await store.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await (key is null ? store.RecordCommittedAsync(transaction, id, ct) : Keyed.RecordCommittedAsync(transaction, id, key, ct));
        if (more is not null)
            await more(transaction);
        if (commits)
            await transaction.CommitAsync(ct);
    }

    /// <summary>Requires an answer of a check.</summary>
    public async Task RequireAsync(string check, TransactionId id, CheckVerdict expected, string why)
    {
        if (await CheckAsync(id) is var verdict && verdict != expected)
            throw new ConformanceException($"{check}: CheckAsync must answer {expected}, but answered {verdict}. {why}");
    }

    /// <summary>Requires that a local transaction is refused.</summary>
    public async Task RequireRefusedAsync<TException>(string check, TransactionId id, string why, BusinessKey? key = null)
        where TException : Exception
    {
        try
        {
            await LocalAsync(id, key);
        }
        catch (TException)
        {
            return;
        }

        throw new ConformanceException($"{check}: RecordCommittedAsync must throw {typeof(TException).Name}, but did not. {why}");
    }
}
