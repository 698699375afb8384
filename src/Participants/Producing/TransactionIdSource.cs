using Coordinator.Contracts;

namespace Coordinator.Participants.Producing;

/// <summary>Where new ids come from: UUIDv7, so that they sort by the time they were made.</summary>
internal sealed class TransactionIdSource(TimeProvider time)
{
    public TransactionId Next() => TransactionId.FromGuid(Guid.CreateVersion7(time.GetUtcNow()));
}
