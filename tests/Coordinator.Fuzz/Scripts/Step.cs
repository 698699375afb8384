using Coordinator.Contracts.Sessions;

namespace Coordinator.Fuzz.Scripts;

/// <summary>Step of a script. Its bytes are fixed when the script is made, except for what the coordinator chooses at random.</summary>
internal abstract record Step
{
    /// <summary>Connects, with a TLS handshake when the target has TLS.</summary>
    /// <param name="Secured">False leaves the TLS handshake out.</param>
    public sealed record Connect(bool Secured = true) : Step;

    /// <summary>Writes bytes as they are.</summary>
    public sealed record Write(byte[] Bytes) : Step;

    /// <summary>Writes a PDU after its length.</summary>
    public sealed record Pdu(byte[] Bytes) : Step;

    /// <summary>Sends a message to the session listener.</summary>
    public sealed record Ask(string Manifest, byte[] Body) : Step;

    /// <summary>Waits for the answer of the session listener.</summary>
    /// <param name="Required">True when everything before was right, so that the connection must not end instead.</param>
    public sealed record AwaitAnswer(bool Required = false) : Step;

    /// <summary>Answers the last challenge.</summary>
    /// <param name="Claim">Claim that was sent.</param>
    /// <param name="Secret">Secret to prove.</param>
    /// <param name="Change">Change of the right proof.</param>
    public sealed record Prove(SessionClaim Claim, string Secret, ProofChange Change) : Step;

    /// <summary>Requires that a session is open now.</summary>
    public sealed record RequireSession : Step;

    /// <summary>Sends a message to the actor of the session. Without a session it goes to a path that does not exist.</summary>
    /// <param name="Manifest">Manifest of the message.</param>
    /// <param name="Body">The serialized message.</param>
    /// <param name="Mutation">Seed of changes of the PDU around it; <c>null</c> for none.</param>
    public sealed record Send(string Manifest, byte[] Body, ulong? Mutation = null) : Step;

    /// <summary>Requires that the session echoes a heartbeat, or ends.</summary>
    public sealed record RequireEcho(long Number) : Step;

    /// <summary>Leaves everything unread that the coordinator sends from now on.</summary>
    public sealed record StopReading : Step;

    /// <summary>Waits.</summary>
    public sealed record Pause(TimeSpan For) : Step;

    /// <summary>Ends the connection.</summary>
    public sealed record End(Ending How) : Step;
}
