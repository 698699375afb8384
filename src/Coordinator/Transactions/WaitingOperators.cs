using Akka.Actor;
using Coordinator.Contracts.Producing;

namespace Coordinator.Transactions;

/// <summary>
/// Operators who wait until an instance has answered a check. Their decision is taken only if it agrees with the answer, because an answer
/// is fenced: what it says can never change.
/// </summary>
internal sealed class WaitingOperators(TransactionReplies replies)
{
    private readonly List<(IActorRef Sender, ResolveTransaction Resolve)> _waiting = [];
    private CheckConcluded? _conclusion;

    public bool Any => _waiting.Count > 0;

    public void Add(IActorRef sender, ResolveTransaction resolve, TransactionState state)
    {
        if (_waiting.Count < TransactionReplies.MostWaiting)
            _waiting.Add((sender, resolve));
        else
            replies.SendCrowded(sender, resolve, state);
    }

    /// <param name="conclusion">End of a check.</param>
    /// <param name="isCurrent">True when it is the check for which they wait. Of others only a final answer counts.</param>
    /// <returns>Decision of an operator with which the answer agrees; <c>null</c> when there is none.</returns>
    public ResolveTransaction? Hear(CheckConcluded conclusion, bool isCurrent)
    {
        if (!Any || (!isCurrent && conclusion.Ending is not (CheckEnding.Committed or CheckEnding.RolledBack)))
            return null;
        _conclusion = conclusion;
        return _waiting.Select(waiting => waiting.Resolve).FirstOrDefault(resolve => conclusion.Ending
            == (resolve.Resolution is Resolution.Commit ? CheckEnding.Committed : CheckEnding.RolledBack));
    }

    /// <summary>Answers all of them, once the answer of the instance has had its effect.</summary>
    public void Answer(TransactionState state)
    {
        if (!Any || (state.IsOpen && _conclusion is null))
            return;
        foreach (var (sender, resolve) in _waiting)
        {
            var outcome = state.IsOpen ? TransactionOutcome.Conflict
                : state.IsCommitted ? (resolve.Resolution is Resolution.Commit ? TransactionOutcome.Accepted : TransactionOutcome.AlreadyCommitted)
                : resolve.Resolution is Resolution.RollBack ? TransactionOutcome.Accepted : TransactionOutcome.AlreadyRolledBack;
            replies.SendInOrder(sender, resolve, state, outcome, state.IsOpen ? Reason(_conclusion!) : null);
        }

        _waiting.Clear();
        _conclusion = null;
    }

    /// <summary>Answers all of them that nobody could be asked.</summary>
    public void GiveUp(TransactionState state)
    {
        if (Any)
            _conclusion ??= new CheckConcluded(default, 0, CheckEnding.Deferred, Instance: null, default, "the check was not concluded in time");
        Answer(state);
    }

    /// <summary>Removes and returns all of them.</summary>
    public IReadOnlyList<(IActorRef Sender, ITransactionMessage Command)> Take()
    {
        (IActorRef, ITransactionMessage)[] taken = [.. _waiting.Select(waiting => (waiting.Sender, (ITransactionMessage)waiting.Resolve))];
        _waiting.Clear();
        _conclusion = null;
        return taken;
    }

    private static string Reason(CheckConcluded conclusion)
    {
        var said = conclusion.Ending switch
        {
            CheckEnding.InProgress => $"instance {conclusion.Instance} answered that its local transaction is still open",
            CheckEnding.Purged => $"instance {conclusion.Instance} answered that outcomes of that time are purged",
            CheckEnding.NoInstance => "no instance of the producer group is connected",
            CheckEnding.Failed => $"instance {conclusion.Instance} could not find out",
            CheckEnding.TimedOut => $"instance {conclusion.Instance} did not answer",
            _ => "no instance could be asked now",
        };
        return conclusion.Detail is { } detail ? $"{said}: {detail}" : said;
    }
}
