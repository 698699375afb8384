using Coordinator.Contracts.Messages;

namespace Coordinator.Contracts.Producing;

/// <summary>
/// Hands over the messages of a local transaction that committed, to a coordinator that may have forgotten it, for example after a restore from
/// a backup. The transaction arrives decided, so it is never checked. The command may be repeated.
/// </summary>
/// <param name="Id">The transaction. One that the coordinator knows gets no second copy of its messages.</param>
/// <param name="Group">The group that owns it.</param>
/// <param name="Messages">The same messages as in the <see cref="Prepare" />.</param>
/// <param name="Number">Number of the command, see <see cref="ITransactionCommand.Number" />.</param>
internal sealed record HandOver(TransactionId Id, ProducerGroup Group, IReadOnlyList<Message> Messages, long Number = 0) : IMessageCommand
{
    /// <inheritdoc />
    public TransactionCommandKind Kind => TransactionCommandKind.HandOver;

    /// <inheritdoc />
    public string? Problem() => MessageLimits.Problem(Messages);
}
