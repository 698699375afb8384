namespace Coordinator.Contracts.Sessions;

/// <summary>Asks the session listener of a coordinator node for a session. It is the first message of a participant.</summary>
/// <param name="Protocol">The <see cref="ProtocolVersion" /> that the participant speaks.</param>
/// <param name="Instance">The participant's process. A second session of the same instance ends the first.</param>
/// <param name="ProducerGroups">The groups that the participant prepares for and answers checks of.</param>
/// <param name="Credentials">Name and secret, when the coordinator requires them. <c>null</c>: none.</param>
/// <param name="Attempt">
/// Number of the participant's attempt. Remoting may drop a request, so the participant repeats it under the same number. The
/// repetition is answered by the session that the first request opened.
/// </param>
internal sealed record OpenSession(
    int Protocol,
    InstanceId Instance,
    IReadOnlyList<ProducerGroup> ProducerGroups,
    Credentials? Credentials = null,
    long Attempt = 0) : IWireMessage;
