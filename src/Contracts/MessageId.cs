using System.Globalization;

namespace Coordinator.Contracts;

/// <summary>Id of one message: its transaction, and its index among the messages of that transaction, counted from 0.</summary>
/// <remarks>Every redelivery of a message carries the same id. An inbox records it.</remarks>
public readonly record struct MessageId(TransactionId Transaction, int Index)
{
    /// <summary>Text <c>{transaction}/{index}</c>. It is unambiguous, because a transaction id cannot contain a slash.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Transaction}/{Index}");
}
