namespace Coordinator.Contracts.Sessions;

/// <summary>Where a participant knocks.</summary>
internal static class SessionListenerAddress
{
    /// <summary>The name of the coordinator's actor system.</summary>
    public const string SystemName = "coordinator";

    /// <summary>The actor that takes <see cref="OpenSession" />.</summary>
    public const string ActorName = "front-door";

    /// <summary>The port when none is given.</summary>
    public const int DefaultPort = 4053;

    /// <summary>The actor path of the session listener at a contact point, <c>host:port</c>.</summary>
    public static string PathAt(string contactPoint, bool tls = false) => $"{NodeAt(contactPoint, tls)}/user/{ActorName}";

    /// <summary>The address of a node at <c>host:port</c>; remoting over TLS has a scheme of its own.</summary>
    public static string NodeAt(string contactPoint, bool tls = false) =>
        $"akka.{(tls ? "ssl." : "")}tcp://{SystemName}@{contactPoint}";
}
