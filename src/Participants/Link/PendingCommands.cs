using System.Runtime.InteropServices;
using Coordinator.Contracts;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Producing;

namespace Coordinator.Participants.Link;

/// <summary>Commands without a final reply, by transaction and kind. Each is repeated until it is answered or its time is over.</summary>
internal sealed class PendingCommands(int limit, Func<double> jitter)
{
    private readonly Dictionary<(TransactionId Id, TransactionCommandKind Kind), PendingCommand> _commands = [];

    // A reply that is later than this may have been lost at the coordinator: a hand-off of a shard drops what it buffers.
    private readonly Backoff _unanswered = new(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(10));
    private readonly Backoff _busy = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1));

    public int Count => _commands.Count;

    public IEnumerable<PendingCommand> All => _commands.Values;

    /// <summary>Returns the commands that are to be repeated now.</summary>
    public IEnumerable<PendingCommand> Due(DateTimeOffset now) => All.Where(command => command.RepeatAt <= now);

    /// <summary>
    /// Adds a command and returns its entry, which must be sent. Returns <c>null</c> when an equal command waits already, or when this one
    /// is refused.
    /// </summary>
    public PendingCommand? Add(SubmitCommand submit, DateTimeOffset now)
    {
        if (_commands.Count >= limit)
        {
            submit.Refuse($"{_commands.Count} commands wait for their replies, which is the limit of this process. Send fewer at a time.");
            return null;
        }

        var command = submit.Command;
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_commands, (command.Id, command.Kind), out var known);
        if (known && !CommandContent.Same(entry!.Command, command))
        {
            submit.Reply?.TrySetResult(new TransactionReply(
                command.Id,
                command.Kind,
                TransactionOutcome.Conflict,
                TransactionPhase.None,
                "another call of this process uses the same id for other messages now."));
            return null;
        }

        entry ??= new PendingCommand(command);
        entry.Join(submit.Reply, now + submit.Timeout, now + submit.WaitForSession);
        return known ? null : entry;
    }

    /// <summary>Returns the command that is sent now, and sets the time at which it is repeated.</summary>
    public ITransactionCommand Take(PendingCommand entry, DateTimeOffset now)
    {
        if (entry.TimesSent > 0)
            LinkMetrics.CommandsRepeated.Add(1);
        var command = entry.Take();
        entry.RepeatAt = now + _unanswered.After(entry.TimesSent, jitter());
        return command;
    }

    /// <summary>Completes the command that a final reply answers. A busy reply postpones its repetition.</summary>
    public void Answered(TransactionReply reply, DateTimeOffset now)
    {
        if (!_commands.TryGetValue((reply.Id, reply.Command), out var entry))
            return;
        if (!IsReplyTo(entry.Command, reply))
        {
            LinkMetrics.RepliesLate.Add(1);
            return;
        }

        if (reply.Outcome == TransactionOutcome.Busy)
        {
            LinkMetrics.CommandsBusy.Add(1);
            entry.RepeatAt = now + _busy.After(entry.CountBusy(reply.Detail), jitter());
            return;
        }

        _commands.Remove((reply.Id, reply.Command));
        entry.Complete(reply);
    }

    /// <summary>
    /// Compares numbers, because an earlier call that gave up may have used the id for other messages. A coordinator that knows no numbers
    /// answers by id.
    /// </summary>
    private static bool IsReplyTo(ITransactionCommand command, TransactionReply reply) =>
        reply.Number == 0 || reply.Number == command.Number;

    /// <summary>Gives up commands whose time is over.</summary>
    public void Expire(DateTimeOffset now, string why)
    {
        foreach (var (key, entry) in _commands)
        {
            entry.FailOverdue(now, why);
            if (entry.Deadline > now)
                continue;
            _commands.Remove(key);
            LinkMetrics.CommandsExpired.Add(1);
        }
    }

    /// <summary>
    /// Fails callers of commands that were never sent. A commit or rollback stays for the next session, which saves a check. A prepare is
    /// dropped, because its caller takes it for failed.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="until">Time at which callers stop waiting for a session that did not say how long.</param>
    /// <param name="why">Reason for people.</param>
    public void FailUnsent(DateTimeOffset now, DateTimeOffset until, string why)
    {
        foreach (var (key, entry) in _commands)
        {
            if (entry.TimesSent > 0 || !entry.FailUnsent(now, until, why) || key.Kind != TransactionCommandKind.Prepare)
                continue;
            _commands.Remove(key);
            LinkMetrics.CommandsExpired.Add(1);
        }
    }

    public void FailAll(string why)
    {
        LinkMetrics.CommandsExpired.Add(_commands.Count);
        foreach (var entry in _commands.Values)
            entry.Fail(why);
        _commands.Clear();
    }
}
