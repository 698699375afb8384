namespace Coordinator.Contracts.Sessions;

/// <summary>The session stands; its sender is the actor to which all frames of this session go.</summary>
/// <param name="SessionId">For logs.</param>
/// <param name="Nodes">Contact points of all coordinator nodes, as <c>host:port</c>, to move to when this one goes.</param>
/// <param name="HeartbeatInterval">How often the participant must be heard of.</param>
/// <param name="SessionTimeout">After that long a silence either side takes the session for dead.</param>
/// <param name="Attempt">The <see cref="OpenSession.Attempt" /> that is answered: answers may overtake each other.</param>
internal sealed record SessionOpened(
    string SessionId,
    IReadOnlyList<string> Nodes,
    TimeSpan HeartbeatInterval,
    TimeSpan SessionTimeout,
    long Attempt = 0) : IWireMessage;
