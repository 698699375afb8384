using Coordinator.Contracts.Common;
using Coordinator.Contracts.Messages;

namespace Coordinator.Contracts.Producing;

/// <summary>Makes messages durable without making them visible. The commit makes all of them visible, or none.</summary>
/// <param name="Id">Id chosen by the producer. Repeating the command with the same messages changes nothing.</param>
/// <param name="Group">Group whose instances are checked when the producer falls silent.</param>
/// <param name="Messages">1 to <see cref="MessageLimits.MaxMessages" />, for any topics.</param>
/// <param name="TransactionTimeout">
/// Time from the prepare to the first check. <c>null</c>: the coordinator's <c>transactionTimeout</c>.
/// </param>
/// <param name="Number">Number of the command, see <see cref="ITransactionCommand.Number" />.</param>
/// <param name="IsNew">
/// True when <paramref name="Id" /> was made for this command, which is sent for the first time. The coordinator then need not
/// look the id up. If it knows the id after all, it answers <see cref="TransactionOutcome.Busy" />. The repetition is not new and is
/// answered as always.
/// </param>
internal sealed record Prepare(
    TransactionId Id,
    ProducerGroup Group,
    IReadOnlyList<Message> Messages,
    TimeSpan? TransactionTimeout = null,
    long Number = 0,
    bool IsNew = false) : IMessageCommand
{
    /// <summary>Range of a transaction timeout: 100 ms to 24 hours.</summary>
    public static readonly (TimeSpan Min, TimeSpan Max) TransactionTimeoutRange =
        (TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(24));

    /// <inheritdoc />
    public TransactionCommandKind Kind => TransactionCommandKind.Prepare;

    /// <inheritdoc />
    public string? Problem() =>
        (TransactionTimeout is { } timeout
            ? AllowedRange.Problem("transaction timeout", timeout, TransactionTimeoutRange.Min, TransactionTimeoutRange.Max)
            : null)
        ?? MessageLimits.Problem(Messages);
}
