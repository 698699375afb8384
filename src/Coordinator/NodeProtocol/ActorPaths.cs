using Akka.Actor;
using Akka.Serialization;

namespace Coordinator.NodeProtocol;

/// <summary>Actors by their paths, as they travel.</summary>
internal sealed class ActorPaths(ExtendedActorSystem system)
{
    /// <summary>With the address of this node, while Akka serializes for another one.</summary>
    public static string Of(IActorRef actor) => Serialization.SerializedActorPath(actor);

    public IActorRef Find(string path) => system.Provider.ResolveActorRef(path);
}
