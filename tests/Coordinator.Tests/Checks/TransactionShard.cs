using Akka.Actor;
using Akka.Cluster.Sharding;
using Coordinator.Contracts;
using Coordinator.Transactions;

namespace Coordinator.Tests.Checks;

/// <summary>
/// Stands in for Akka's shard. The first message for an id starts its actor, which may leave memory. Messages that arrive while
/// it leaves are for its successor. Unlike a shard, it tells which actors are in memory.
/// </summary>
internal sealed class TransactionShard : ReceiveActor
{
    private readonly Dictionary<string, Queue<(object Message, IActorRef Sender)>> _leaving = [];
    private readonly Func<TransactionId, Props> _transaction;
    private readonly Activity _activity;
    private int _starts;

    public TransactionShard(Func<TransactionId, Props> transaction, Activity activity)
    {
        _transaction = transaction;
        _activity = activity;
        Receive<ITransactionMessage>(message => Forward(message.Id.Value, message, Sender));
        Receive<Passivate>(passivate =>
        {
            _activity.Happened();
            if (_leaving.TryAdd(Sender.Path.Name, []))
                Sender.Tell(passivate.StopMessage);
        });
        Receive<Terminated>(ended => OnEnded(ended.ActorRef.Path.Name));
        Receive<AskMemory>(_ => Sender.Tell(new Memory([.. Context.GetChildren()], _leaving.Count, _starts)));
    }

    private void Forward(string id, object message, IActorRef sender)
    {
        _activity.Happened();
        if (_leaving.TryGetValue(id, out var waiting))
        {
            waiting.Enqueue((message, sender));
            return;
        }

        var child = Context.Child(id);
        if (child.IsNobody())
        {
            child = Context.Watch(Context.ActorOf(_transaction(new TransactionId(id)), id));
            _starts++;
        }

        child.Tell(message, sender);
    }

    private void OnEnded(string id)
    {
        _activity.Happened();
        if (!_leaving.Remove(id, out var waiting))
            return;
        foreach (var (message, sender) in waiting)
            Forward(id, message, sender);
    }
}

internal sealed record AskMemory;

/// <param name="Transactions">Transactions in memory now.</param>
/// <param name="Leaving">Number of those that are about to end.</param>
/// <param name="Starts">Number of starts.</param>
internal sealed record Memory(IReadOnlyList<IActorRef> Transactions, int Leaving, int Starts);
