using Akka.Actor;
using Akka.Serialization;

namespace Coordinator.NodeProtocol;

/// <summary>Converts actors to paths and back, for messages between nodes.</summary>
internal sealed class ActorPaths(ExtendedActorSystem system)
{
    /// <summary>Path of an actor. It has the address of this node while Akka serializes for another node.</summary>
    public static string Of(IActorRef actor) => Serialization.SerializedActorPath(actor);

    public IActorRef Find(string path) => system.Provider.ResolveActorRef(path);
}
