using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Coordinator.Contracts.Sessions;

namespace Coordinator.NodeProtocol;

/// <summary>Converts actors to paths and back, for messages between nodes.</summary>
internal sealed class ActorPaths(ExtendedActorSystem system)
{
    /// <summary>Path of an actor. It has the address of this node while Akka serializes for another node.</summary>
    /// <exception cref="SerializationException">
    /// The actor belongs to the edge. Other nodes cannot reach it, so everything that they sent to it would be lost.
    /// </exception>
    public static string Of(IActorRef actor) =>
        actor.Path.Address.System is SessionListenerAddress.EdgeSystemName or SessionListenerAddress.ParticipantSystemName
            ? throw new SerializationException($"{actor} belongs to the edge of this node and must not be sent to other nodes.")
            : Serialization.SerializedActorPath(actor);

    public IActorRef Find(string path) => system.Provider.ResolveActorRef(path);
}
