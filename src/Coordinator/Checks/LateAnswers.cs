using Coordinator.Contracts;
using Coordinator.Contracts.Checking;

namespace Coordinator.Checks;

/// <summary>
/// Latest checks that were sent and not answered in time. A late answer counts only when its check is here, because an answer
/// without a check decides nothing.
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

    /// <summary>Time at which the answered check was sent; <c>null</c> when there is no such check.</summary>
    public DateTimeOffset? AskedAt(CheckAnswer answer) =>
        _checks.TryGetValue((answer.Id, answer.Number), out var askedAt) ? askedAt : null;
}
