namespace Coordinator.Contracts.Sessions;

/// <summary>Asks a participant to prove the name that it claimed in <see cref="OpenSession" />. Answered with a <see cref="ProveSession" />.</summary>
/// <param name="Attempt">The <see cref="OpenSession.Attempt" /> that is answered.</param>
/// <param name="Salt">Salt of the participant's secret.</param>
/// <param name="Iterations">Iterations of the key derivation.</param>
/// <param name="Nonce">The coordinator's part of the nonce.</param>
internal sealed record SessionChallenge(long Attempt, ReadOnlyMemory<byte> Salt, int Iterations, string Nonce) : IWireMessage;
