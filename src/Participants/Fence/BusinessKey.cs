using Coordinator.Contracts.Messages;

namespace Coordinator.Participants.Fence;

/// <summary>
/// Key of a local transaction, unique among the committed ones of a producer group, such as <c>pay order 17</c>. Ids name attempts, of which
/// any number may fail. At most one attempt under a key is ever committed.
/// </summary>
public sealed record BusinessKey
{
    /// <param name="value">The key, 1 to 256 characters of well-formed text.</param>
    /// <exception cref="ArgumentException">The key is empty, too long or not well-formed.</exception>
    public BusinessKey(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (MessageLimits.LabelProblem("the key of a send", value) is { } problem)
            throw new ArgumentException(problem, nameof(value));
        Value = value;
    }

    /// <summary>The key.</summary>
    public string Value { get; }

    /// <summary>
    /// Digest of the messages, by which a repetition is told from another use of the key. Default: none, and every use counts as a repetition.
    /// </summary>
    public ReadOnlyMemory<byte>? Digest { get; init; }

    /// <summary>Returns the key.</summary>
    public override string ToString() => Value;
}
