using Coordinator.Contracts;
using Coordinator.Participants.Crashes;

namespace Coordinator.Participants.Producing;

/// <summary>Makes new ids from UUIDv7, which sort by the time of their creation.</summary>
internal sealed class TransactionIdSource(TimeProvider time, ICrashHook? crash = null)
{
    public TransactionId Next() => TransactionId.FromGuid(Guid.CreateVersion7((crash?.Time ?? time).GetUtcNow()));
}
