using Coordinator.Contracts.Messages;

namespace Coordinator.Contracts.Producing;

/// <summary>Make messages durable without making them visible. All of them become visible by the commit, or none.</summary>
/// <param name="Id">Chosen by the producer; repeating it with the same messages changes nothing.</param>
/// <param name="Group">Whose instances are asked when the producer falls silent.</param>
/// <param name="Messages">1 to <see cref="MessageLimits.MaxMessages" />, for any topics.</param>
/// <param name="TransactionTimeout">
/// How long the local transaction may take before the first check. <c>null</c>: the coordinator's <c>transactionTimeout</c>.
/// </param>
/// <param name="Number">See <see cref="ITransactionCommand.Number" />.</param>
/// <param name="IsNew">
/// <see langword="true" /> when <paramref name="Id" /> was made for this very command, and it is sent for the first time: the
/// coordinator need not look whether it knows the id. If that is not so, it answers
/// <see cref="TransactionOutcome.Busy" />, and the repetition, which is not new, is answered as always.
/// </param>
internal sealed record Prepare(
    TransactionId Id,
    ProducerGroup Group,
    IReadOnlyList<Message> Messages,
    TimeSpan? TransactionTimeout = null,
    long Number = 0,
    bool IsNew = false) : ITransactionCommand
{
    /// <summary>The range of a timeout given with a transaction: 100 ms to 24 hours.</summary>
    public static readonly (TimeSpan Min, TimeSpan Max) TransactionTimeoutRange =
        (TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(24));

    /// <inheritdoc />
    public TransactionCommandKind Kind => TransactionCommandKind.Prepare;

    /// <summary>What is wrong with this command, in words for its author; <c>null</c> when nothing is.</summary>
    public string? Problem() =>
        TransactionTimeout is { } timeout && (timeout < TransactionTimeoutRange.Min || timeout > TransactionTimeoutRange.Max)
            ? $"transaction timeout {timeout} is out of range; "
                + $"{TransactionTimeoutRange.Min} to {TransactionTimeoutRange.Max} are allowed."
            : MessageLimits.Problem(Messages);
}
