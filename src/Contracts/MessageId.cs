using System.Globalization;

namespace Coordinator.Contracts;

/// <summary>The id of one message: its transaction and its place among that transaction's messages, counted from 0.</summary>
/// <remarks>Every redelivery of a message carries the same id: it is what an inbox remembers.</remarks>
public readonly record struct MessageId(TransactionId Transaction, int Index)
{
    /// <summary><c>{transaction}/{index}</c>; a slash is no character of a transaction id, so the text is unambiguous.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Transaction}/{Index}");
}
