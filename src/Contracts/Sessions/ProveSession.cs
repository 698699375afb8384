namespace Coordinator.Contracts.Sessions;

/// <summary>Proves the name that the participant claimed. It is sent to the session listener, and repeated when the answer does not come.</summary>
/// <param name="Attempt">The <see cref="OpenSession.Attempt" /> to which it belongs.</param>
/// <param name="Proof">Proof of SCRAM-SHA-256 that the participant knows its secret.</param>
internal sealed record ProveSession(long Attempt, ReadOnlyMemory<byte> Proof) : ISessionRequest;
