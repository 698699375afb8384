namespace Coordinator.Contracts.Sessions;

/// <summary>The first word of a participant, to the session listener of any coordinator node.</summary>
/// <param name="Protocol">The <see cref="ProtocolVersion" /> that the participant speaks.</param>
/// <param name="Instance">The participant's process. A second session of the same instance ends the first.</param>
/// <param name="ProducerGroups">The groups it prepares for and answers checks of.</param>
/// <param name="Credentials">Who it is, where the coordinator asks for that. <c>null</c>: nobody.</param>
/// <param name="Attempt">
/// Which attempt of the participant this is. A repetition of the same attempt, sent as remoting may have dropped the first, is
/// answered by the session that the first one opened.
/// </param>
internal sealed record OpenSession(
    int Protocol,
    InstanceId Instance,
    IReadOnlyList<ProducerGroup> ProducerGroups,
    Credentials? Credentials = null,
    long Attempt = 0) : IWireMessage;
