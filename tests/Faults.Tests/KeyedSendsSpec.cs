using Coordinator.Contracts;
using Coordinator.Faults.Participants;
using Coordinator.Harness.Histories;
using Coordinator.Participants.Fence;
using Coordinator.Testing;

namespace Coordinator.Faults.Tests;

/// <summary>Sends under keys: the seeded bug breaks its promise, and any process of a service finds what is unresolved.</summary>
public sealed class KeyedSendsSpec
{
    private const string Group = "orders";
    private const string Key = "pay 17";

    private static readonly KeyBegun Begun = new(Key, nameof(KeyedForm.Known), [new Sent("anna", "paid")]);

    [Fact]
    public async Task Second_local_transaction_of_a_key_is_refused()
    {
        using var directory = new TempDirectory();
        var (database, store) = await ServiceAsync(directory);

        await CommitAsync(store, "k-1");
        await Assert.ThrowsAsync<KeyAlreadyCommittedException>(() => CommitAsync(store, "k-2"));

        Assert.Empty(await ViolationsAsync(database));
    }

    [Fact]
    public async Task Checker_finds_the_second_change_when_keys_are_ignored()
    {
        using var directory = new TempDirectory();
        var (database, store) = await ServiceAsync(directory);

        await CommitAsync(new KeylessStore(store), "k-1");
        await CommitAsync(new KeylessStore(store), "k-2");

        Assert.Equal(Promise.OncePerKey, Assert.Single(await ViolationsAsync(database)).Promise);
    }

    [Fact]
    public void Unresolved_keys_are_those_of_all_processes_of_the_service()
    {
        using var directory = new TempDirectory();
        var keys = new UnresolvedKeys(directory.Path, Group);
        using var first = Writer(directory, "orders-a-1");
        using var second = Writer(directory, "orders-b-1");
        using var other = Writer(directory, "payments-a-1");

        first.Write(Begun);
        first.Write(new KeyEnded(Key, Id: null, Confirmed: false, Repeated: false));
        other.Write(Begun with { Key = "pay 18" });
        Assert.Equal([Key], keys.Look().Select(key => key.Key));

        second.Write(new KeyEnded(Key, "k-1", Confirmed: false, Repeated: false));
        Assert.Equal([Key], keys.Look().Select(key => key.Key));

        second.Write(new KeyEnded(Key, "k-1", Confirmed: true, Repeated: true));
        Assert.Empty(keys.Look());
    }

    [Fact]
    public void Key_that_is_sent_again_has_the_same_form_and_messages()
    {
        var again = KeyedSend.Repeat(Begun);

        Assert.Equal((Key, KeyedForm.Known, KeyedConduct.Plain), (again.Key, again.Form, again.Conduct));
        Assert.Equal(Begun.Messages, again.Messages);
    }

    private static HistoryWriter Writer(TempDirectory directory, string process) => new(HistoryFormat.FileOf(directory.Path, process));

    private static async Task<(ServiceDatabase Database, OutcomeStore Store)> ServiceAsync(TempDirectory directory)
    {
        var database = new ServiceDatabase(SqlDialect.Sqlite, $"Data Source={directory.File("orders.db")};Pooling=false");
        var store = new OutcomeStore(database.Dialect, database.Connect) { ProducerGroup = new(Group) };
        await OutcomeEvidence.EnsureAsync(database, store);
        return (database, store);
    }

    private static async Task CommitAsync(IKeyedOutcomeStore store, string id)
    {
        await using var connection = await store.OpenConnectionAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync();
        await store.RecordCommittedAsync(transaction, new TransactionId(id), new BusinessKey(Key), CancellationToken.None);
        await KeyedChanges.AddAsync(transaction, Key, id, CancellationToken.None);
        await transaction.CommitAsync();
    }

    /// <summary>Judges the business changes of the database, in a run that was otherwise good.</summary>
    private static async Task<IReadOnlyList<Violation>> ViolationsAsync(ServiceDatabase database)
    {
        KeyedChange[] changes = [.. (await database.ReadAsync(KeyedChanges.Select)).Select(row => new KeyedChange(row.Item1, row.Item2))];
        Assert.NotEmpty(changes);
        return HistoryChecker.Check(new RunHistory([], new Dictionary<string, Verdict>(), [], []) { Changes = changes });
    }
}
