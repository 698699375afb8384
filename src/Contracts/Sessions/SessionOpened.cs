namespace Coordinator.Contracts.Sessions;

/// <summary>Opens a session. All frames of the session go to the sender of this message.</summary>
/// <param name="SessionId">Id for logs.</param>
/// <param name="Nodes">Contact points of all coordinator nodes, as <c>host:port</c>, for reconnects.</param>
/// <param name="HeartbeatInterval">Interval at which the participant must send something.</param>
/// <param name="SessionTimeout">Silence after which either side ends the session.</param>
/// <param name="Attempt">The <see cref="OpenSession.Attempt" /> that is answered, because answers may overtake each other.</param>
/// <param name="Signature">
/// The coordinator's signature of the exchange, which proves that it knows the hashed form of the secret. Empty when the participant
/// claimed no name.
/// </param>
/// <param name="Epoch">
/// Time of the coordinator's last restore from a backup, in Unix milliseconds. 0: never. A producer hands over what the coordinator may have
/// forgotten by it.
/// </param>
internal sealed record SessionOpened(
    string SessionId,
    IReadOnlyList<string> Nodes,
    TimeSpan HeartbeatInterval,
    TimeSpan SessionTimeout,
    long Attempt = 0,
    ReadOnlyMemory<byte> Signature = default,
    long Epoch = 0) : IWireMessage;
