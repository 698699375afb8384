using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Transactions;

/// <summary>Creates the actor without reflection, because there is one actor per transaction.</summary>
internal sealed class TransactionActorProducer(TransactionId id, TransactionDependencies dependencies) : IIndirectActorProducer
{
    public Type ActorType => typeof(TransactionActor);

    public ActorBase Produce() => new TransactionActor(id, dependencies);

    public void Release(ActorBase actor)
    {
    }
}
