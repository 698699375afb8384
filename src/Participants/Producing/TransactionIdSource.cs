using Coordinator.Contracts;

namespace Coordinator.Participants.Producing;

/// <summary>Makes new ids from UUIDv7, which sort by the time of their creation.</summary>
internal sealed class TransactionIdSource(TimeProvider time)
{
    public TransactionId Next() => TransactionId.FromGuid(Guid.CreateVersion7(time.GetUtcNow()));
}
