using Coordinator.Contracts;
using Coordinator.Contracts.Checking;

namespace Coordinator.Checks;

/// <summary>
/// The last checks that were asked and not answered in time, so that a late answer is known to answer something that was
/// asked: an answer nobody asked for decides nothing.
/// </summary>
internal sealed class LateAnswers(int limit)
{
    private readonly Dictionary<(TransactionId Id, int Number), DateTimeOffset> _checks = [];
    private readonly Queue<(TransactionId Id, int Number)> _oldestFirst = [];

    public void Remember(PendingCheck check)
    {
        var key = (check.Request.Id, check.Request.Number);
        if (_checks.TryAdd(key, default))
            _oldestFirst.Enqueue(key);
        _checks[key] = check.AskedAt;
        while (_oldestFirst.Count > limit)
            _checks.Remove(_oldestFirst.Dequeue());
    }

    /// <summary>When the check that this answers was asked; <c>null</c> when there is none.</summary>
    public DateTimeOffset? AskedAt(CheckAnswer answer) =>
        _checks.TryGetValue((answer.Id, answer.Number), out var askedAt) ? askedAt : null;
}
