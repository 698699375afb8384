using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Transactions;

namespace Coordinator.Tests.Transactions;

/// <summary>Commands, events and states of one transaction, for the tests of this folder.</summary>
internal static class Some
{
    public static readonly TransactionId Id = new("order-1");
    public static readonly ProducerGroup Group = new("orders");
    public static readonly ProducerGroup OtherGroup = new("payments");
    public static readonly InstanceId Instance = new("orders-a");
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static Message Message(string topic = "orders.paid", string body = "paid") => new()
    {
        Topic = new Topic(topic),
        Body = Encoding.UTF8.GetBytes(body),
    };

    public static PrepareTransaction Prepare(string body = "paid", ProducerGroup? group = null, TimeSpan? timeout = null) =>
        new(Id, group ?? Group, Instance, [new RoutedMessage(Message(body: body), 2)], timeout);

    /// <summary>Prepare whose messages go to two queues, so that its commit is written before its appends.</summary>
    public static PrepareTransaction PrepareForTwoQueues() =>
        Prepare() with { Messages = [new RoutedMessage(Message(), 2), new RoutedMessage(Message(), 3)] };

    public static HandOverTransaction HandOver(string body = "paid", ProducerGroup? group = null) =>
        new(Id, group ?? Group, Instance, [new RoutedMessage(Message(body: body), 2)]);

    public static CommitTransaction Commit(ProducerGroup? group = null) => new(Id, group ?? Group, Instance);

    public static RollbackTransaction Rollback(ProducerGroup? group = null) => new(Id, group ?? Group, Instance, "declined");

    /// <summary>Decision of an operator by force.</summary>
    public static ResolveTransaction Resolve(Resolution resolution) => Wish(resolution) with { Force = true };

    /// <summary>Decision of an operator, which waits for the answer of an instance.</summary>
    public static ResolveTransaction Wish(Resolution resolution) => new(Id, resolution, "ann", "the bank says so");

    public static CheckConcluded Concluded(int number, CheckEnding ending) =>
        new(Id, number, ending, ending is CheckEnding.NoInstance or CheckEnding.Deferred ? null : Instance, Now, null);

    public static TransactionPrepared Prepared() => new(
        Group, Instance, Prepare().Messages, TransactionDigest.Of(Group, Prepare().Messages), null, Now);

    public static TransactionState State(TransactionPhase phase, TransactionState? from = null) => phase switch
    {
        TransactionPhase.None => from ?? TransactionState.None,
        TransactionPhase.Prepared => State(TransactionPhase.None, from).Apply(Prepared()),
        TransactionPhase.Parked => State(TransactionPhase.Prepared, from)
            .Apply(new TransactionChecked(1, CheckEnding.InProgress, Instance, Now, null, Now))
            .Apply(new TransactionParked(1, Now)),
        TransactionPhase.Committed => State(TransactionPhase.Prepared, from)
            .Apply(new TransactionCommitted(new DecidedBy.Producer(Instance), Now)),
        TransactionPhase.Completed => State(TransactionPhase.Committed, from).Apply(new TransactionCompleted(Now)),
        TransactionPhase.RolledBack => State(TransactionPhase.Prepared, from)
            .Apply(new TransactionRolledBack(new DecidedBy.Producer(Instance), "declined", null, Now)),
        _ => throw new ArgumentOutOfRangeException(nameof(phase)),
    };

    /// <summary>Creates the state after a rollback that came before any prepare.</summary>
    public static TransactionState Tombstone(ProducerGroup? group = null) => TransactionState.None
        .Apply(new TransactionRolledBack(new DecidedBy.Producer(Instance), "declined", group ?? Group, Now));
}
