using Coordinator.Contracts;
using Coordinator.Contracts.Producing;

namespace Coordinator.Participants.Producing;

/// <summary>Options of one send.</summary>
public sealed record SendOptions
{
    /// <summary>Range of <see cref="TransactionTimeout" />: 100 milliseconds to 24 hours.</summary>
    public static (TimeSpan Min, TimeSpan Max) TransactionTimeoutRange => Prepare.TransactionTimeoutRange;

    /// <summary>
    /// Id of the transaction, for callers that repeat a send after a crash of their own. It must name this send only: an id that was rolled
    /// back stays so. Default (<c>null</c>): a new UUIDv7.
    /// </summary>
    public TransactionId? Id { get; init; }

    /// <summary>
    /// Time that the local transaction may take before the coordinator checks it, 100 milliseconds to 24 hours. A check never decides against
    /// a transaction that is open, so a longer time only saves checks. Default (<c>null</c>): the coordinator's <c>transactionTimeout</c>.
    /// </summary>
    public TimeSpan? TransactionTimeout { get; init; }
}
