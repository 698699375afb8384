namespace Coordinator.Contracts.Sessions;

/// <summary>Asks the session listener of a coordinator node for a session. It is the first message of a participant.</summary>
/// <param name="Protocol">The <see cref="ProtocolVersion" /> that the participant speaks.</param>
/// <param name="Instance">The participant's process. A second session of the same instance ends the first.</param>
/// <param name="ProducerGroups">The groups that the participant prepares for and answers checks of.</param>
/// <param name="Attempt">
/// Number of the participant's attempt. Remoting may drop a request, so the participant repeats it under the same number. The
/// repetition is answered by the session that the first request opened.
/// </param>
/// <param name="Claim">
/// Name that the participant will prove by its secret, when it has one. It is answered with a <see cref="SessionChallenge" />. <c>null</c>:
/// the participant has no secret.
/// </param>
internal sealed record OpenSession(
    int Protocol,
    InstanceId Instance,
    IReadOnlyList<ProducerGroup> ProducerGroups,
    long Attempt = 0,
    SessionClaim? Claim = null) : ISessionRequest;
