namespace Coordinator.Participants.Consuming;

/// <summary>Results of a batch: one for all of its messages, or one for each.</summary>
public sealed class BatchResult
{
    private readonly HandlerResult? _all;
    private readonly IReadOnlyList<HandlerResult> _each = [];

    private BatchResult(HandlerResult all) => _all = all;

    private BatchResult(IReadOnlyList<HandlerResult> each) => _each = each;

    /// <summary>All messages were handled.</summary>
    public static BatchResult Done { get; } = new(HandlerResult.Done);

    /// <summary>All messages have the same result.</summary>
    public static BatchResult All(HandlerResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new BatchResult(result);
    }

    /// <summary>
    /// Each message has a result of its own. With an inbox the transaction is committed when any message is done, so a message that is not
    /// must have changed nothing.
    /// </summary>
    /// <param name="results">As many results as the batch has messages, in their order.</param>
    public static BatchResult Each(IReadOnlyList<HandlerResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return results.Contains(null!)
            ? throw new ArgumentException("results must not have a null. Use HandlerResult.Done for a message that was handled.", nameof(results))
            : new BatchResult(results);
    }

    /// <summary>Returns the results of a batch of that many messages.</summary>
    /// <exception cref="InvalidOperationException">The handler gave another number of results.</exception>
    internal IReadOnlyList<HandlerResult> For(int messages) =>
        _all is not null ? [.. Enumerable.Repeat(_all, messages)]
        : _each.Count == messages ? _each
        : throw new InvalidOperationException(
            $"BatchResult.Each must have a result for each of the {messages} messages of the batch, but has {_each.Count}.");
}
