using Coordinator.Contracts;

namespace Coordinator.Participants.Fence;

/// <summary>The committed local transaction of a key.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Digest">Digest of its messages, with no bytes when it has none; <c>null</c>: it was not recorded.</param>
public sealed record KeyedOutcome(TransactionId Id, ReadOnlyMemory<byte>? Digest)
{
    /// <summary>True when the transaction published nothing, so the coordinator does not know it.</summary>
    internal bool HasNoMessages => Digest is { Length: 0 };

    /// <summary>True unless it is certain that the messages of an attempt are others.</summary>
    internal bool IsSame(BusinessKey attempt) =>
        Digest is not { Length: > 0 } mine || attempt.Digest is not { } wanted || mine.Span.SequenceEqual(wanted.Span);
}
