using Coordinator.Contracts;
using Coordinator.Contracts.Producing;

namespace Coordinator.Participants.Producing;

/// <summary>What one send may do differently.</summary>
public sealed record SendOptions
{
    /// <summary>
    /// The id of the transaction, for callers that must be able to repeat a send after a crash of their own (an order number,
    /// say).
    /// Default: a new UUIDv7.
    /// </summary>
    public TransactionId? Id { get; init; }

    /// <summary>
    /// How long the local transaction may take before the coordinator asks about it, see <see
    /// cref="Prepare.TransactionTimeoutRange" />.
    /// A check never decides against a transaction that is open; this saves needless checks. Default: the coordinator's own.
    /// </summary>
    public TimeSpan? TransactionTimeout { get; init; }
}
