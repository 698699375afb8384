namespace Coordinator.Contracts.Sessions;

/// <summary>Address of the session listener, which accepts participants.</summary>
internal static class SessionListenerAddress
{
    /// <summary>Name of the coordinator's actor system.</summary>
    public const string SystemName = "coordinator";

    /// <summary>Name of the actor system of a node that participants reach. None of its actors is known to other nodes.</summary>
    public const string EdgeSystemName = "coordinator-edge";

    /// <summary>Name of the actor system of a participant.</summary>
    public const string ParticipantSystemName = "participant";

    /// <summary>Name of the actor that receives <see cref="OpenSession" />. It is part of the protocol and never changes.</summary>
    public const string ActorName = "sessions";

    /// <summary>Path of that actor within its actor system.</summary>
    public const string LocalPath = $"/user/{ActorName}";

    /// <summary>Default port.</summary>
    public const int DefaultPort = 4053;

    /// <summary>Returns the path of the session listener at a contact point, <c>host:port</c>.</summary>
    public static string PathAt(string contactPoint) => $"akka.tcp://{SystemName}@{contactPoint}{LocalPath}";
}
