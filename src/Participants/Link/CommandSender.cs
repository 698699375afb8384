using Akka.Actor;
using Coordinator.Contracts.Producing;

namespace Coordinator.Participants.Link;

/// <summary>Sends commands while there is a session, and repeats them until they are answered or their time is over.</summary>
/// <param name="commands">State of the commands.</param>
/// <param name="sender">Sends them in frames.</param>
/// <param name="waitForSession">Time without a session after which unsent commands fail.</param>
/// <param name="link">Owner of the timer, whose <see cref="SweepCommands" /> calls <see cref="Sweep" />.</param>
internal sealed class CommandSender(PendingCommands commands, FrameSender sender, TimeSpan waitForSession, IWithTimers link)
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(50);

    private DateTimeOffset _awaySince;

    public bool IsIdle => commands.Count == 0;

    /// <summary>Starts the time without a session.</summary>
    public void SessionMissing(DateTimeOffset now) => _awaySince = now;

    public void Submit(SubmitCommand submit, DateTimeOffset now, string reasonOfNoSession)
    {
        if (commands.Add(submit, now) is { } command && sender.IsConnected)
            Send(command, now);
        FailUnsent(now, reasonOfNoSession);
        ArmSweep();
    }

    public void Answered(TransactionReply reply, DateTimeOffset now) => commands.Answered(reply, now);

    /// <summary>Sends all commands in a new session.</summary>
    public void SendAll(DateTimeOffset now)
    {
        foreach (var command in commands.All)
            Send(command, now);
    }

    /// <summary>Gives up commands whose time is over, and repeats those that are due. One timer serves all commands.</summary>
    public void Sweep(DateTimeOffset now, string reasonOfNoSession)
    {
        var reason = sender.IsConnected
            ? "its reply did not come in time"
            : $"there is no session with the coordinator ({reasonOfNoSession})";
        FailUnsent(now, reasonOfNoSession);
        commands.Expire(now, reason);
        if (sender.IsConnected)
        {
            foreach (var command in commands.Due(now))
                Send(command, now);
        }

        ArmSweep();
    }

    public void FailAll(string reason) => commands.FailAll(reason);

    private void Send(PendingCommand command, DateTimeOffset now) => sender.Send(commands.Take(command, now));

    private void FailUnsent(DateTimeOffset now, string reason)
    {
        if (!sender.IsConnected)
            commands.FailUnsent(now, _awaySince + waitForSession, $"there is no session with the coordinator since {_awaySince:u} ({reason})");
    }

    private void ArmSweep()
    {
        if (!IsIdle && !link.Timers.IsTimerActive(SweepCommands.Instance))
            link.Timers.StartSingleTimer(SweepCommands.Instance, SweepCommands.Instance, SweepInterval);
    }
}
