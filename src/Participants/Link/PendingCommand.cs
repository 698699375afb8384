using Coordinator.Contracts.Producing;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Link;

/// <summary>A command without a reply, and the callers that wait for it.</summary>
internal sealed class PendingCommand(ITransactionCommand command)
{
    private readonly List<Waiter> _waiters = [];

    public ITransactionCommand Command { get; private set; } = command;

    /// <summary>Time at which the last caller stops waiting.</summary>
    public DateTimeOffset Deadline { get; private set; }

    /// <summary>Time at which the command is sent again.</summary>
    public DateTimeOffset RepeatAt { get; set; }

    public int TimesSent { get; private set; }

    public int TimesBusy { get; private set; }

    private string? BusyDetail { get; set; }

    /// <summary>Returns the command to send now. A repetition is not marked as new, because the coordinator may know its id by now.</summary>
    public ITransactionCommand Take()
    {
        if (TimesSent++ > 0 && Command is Prepare { IsNew: true } prepare)
            Command = prepare with { IsNew = false };
        return Command;
    }

    public int CountBusy(string? detail)
    {
        BusyDetail = detail;
        return ++TimesBusy;
    }

    /// <param name="reply">Completed with the reply; <c>null</c>: nobody waits.</param>
    /// <param name="deadline">Time at which the caller stops waiting.</param>
    /// <param name="unsentUntil">Time at which it stops waiting for a session; <c>null</c>: as for all commands.</param>
    public void Join(TaskCompletionSource<TransactionReply>? reply, DateTimeOffset deadline, DateTimeOffset? unsentUntil)
    {
        if (deadline > Deadline)
            Deadline = deadline;
        if (reply is not null)
            _waiters.Add(new Waiter(reply, deadline, unsentUntil));
    }

    public void Complete(TransactionReply reply)
    {
        foreach (var waiter in _waiters)
            waiter.Reply.TrySetResult(reply);
        _waiters.Clear();
    }

    public void Fail(string why)
    {
        foreach (var waiter in _waiters)
            waiter.Reply.TrySetException(Unavailable(why));
        _waiters.Clear();
    }

    /// <summary>Fails the callers whose time is over.</summary>
    public void FailOverdue(DateTimeOffset now, string why) => FailWhere(waiter => waiter.Deadline <= now, why);

    /// <summary>Fails the callers that do not wait for a session any longer. Returns true when some failed and nobody waits any more.</summary>
    /// <param name="now">The time.</param>
    /// <param name="until">Time at which callers stop waiting that did not say how long.</param>
    /// <param name="why">Reason for people.</param>
    public bool FailUnsent(DateTimeOffset now, DateTimeOffset until, string why) =>
        FailWhere(waiter => (waiter.UnsentUntil ?? until) <= now, why) && _waiters.Count == 0;

    private bool FailWhere(Predicate<Waiter> isOver, string why)
    {
        var failed = _waiters.FindAll(isOver);
        foreach (var waiter in failed)
        {
            waiter.Reply.TrySetException(Unavailable(why));
            _waiters.Remove(waiter);
        }

        return failed.Count > 0;
    }

    private CoordinatorUnavailableException Unavailable(string why)
    {
        var busy = TimesBusy > 0 ? $" The coordinator was busy {TimesBusy} times; last: {BusyDetail ?? "no detail"}." : "";
        return new CoordinatorUnavailableException($"{Command.Kind} of transaction {Command.Id} was not answered: {why}.{busy}");
    }

    private readonly record struct Waiter(TaskCompletionSource<TransactionReply> Reply, DateTimeOffset Deadline, DateTimeOffset? UnsentUntil);
}
