namespace Coordinator.Contracts.Sessions;

/// <summary>Address of the session listener, which accepts participants.</summary>
internal static class SessionListenerAddress
{
    /// <summary>Name of the coordinator's actor system.</summary>
    public const string SystemName = "coordinator";

    /// <summary>Name of the actor that receives <see cref="OpenSession" />. It is part of the protocol and never changes.</summary>
    public const string ActorName = "front-door";

    /// <summary>Default port.</summary>
    public const int DefaultPort = 4053;

    /// <summary>Returns the actor path of the session listener at a contact point, <c>host:port</c>.</summary>
    public static string PathAt(string contactPoint, bool tls = false) => $"{NodeAt(contactPoint, tls)}/user/{ActorName}";

    /// <summary>Returns the address of a node at <c>host:port</c>. Remoting over TLS has a scheme of its own.</summary>
    public static string NodeAt(string contactPoint, bool tls = false) =>
        $"akka.{(tls ? "ssl." : "")}tcp://{SystemName}@{contactPoint}";
}
