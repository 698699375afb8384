using System.Runtime.InteropServices;
using Coordinator.Contracts;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Producing;

namespace Coordinator.Participants.Link;

/// <summary>The commands in doubt, by transaction and kind: what is repeated until it is answered.</summary>
internal sealed class PendingCommands(Func<double> jitter)
{
    /// <summary>
    /// A reply that is later than this may have been lost on the coordinator's side (a hand-off drops what it buffers).
    /// </summary>
    private static readonly (TimeSpan Min, TimeSpan Max) Silence = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10));

    private readonly Dictionary<(TransactionId Id, TransactionCommandKind Kind), PendingCommand> _commands = [];
    private readonly Backoff _silence = new(Silence.Min * 2, Silence.Max);
    private readonly Backoff _busy = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1));

    public int Count => _commands.Count;

    public IEnumerable<PendingCommand> All => _commands.Values;

    /// <summary>
    /// The entry when the command is new and must be sent; <c>null</c> when an equal one is on its way, or it was refused.
    /// </summary>
    public PendingCommand? Add(SubmitCommand submit, DateTimeOffset now)
    {
        var command = submit.Command;
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_commands, (command.Id, command.Kind), out var known);
        if (known && !CommandContent.Same(entry!.Command, command))
        {
            submit.Reply?.TrySetResult(new TransactionReply(
                command.Id,
                command.Kind,
                TransactionOutcome.Conflict,
                TransactionPhase.None,
                "another call of this process is using the same id for other messages right now."));
            return null;
        }

        entry ??= new PendingCommand(command);
        entry.Join(submit.Reply, now + submit.Timeout);
        return known ? null : entry;
    }

    /// <summary>What of it is sent now; it is repeated when that is not answered.</summary>
    public ITransactionCommand Take(PendingCommand entry, DateTimeOffset now)
    {
        var command = entry.Take();
        entry.RepeatAt = now + _silence.After(entry.TimesSent, jitter());
        return command;
    }

    /// <summary>A final reply ends the command; a busy one puts it off.</summary>
    public void Answered(TransactionReply reply, DateTimeOffset now)
    {
        if (!_commands.TryGetValue((reply.Id, reply.Command), out var entry))
            return;
        if (!AnswersIt(reply, entry.Command))
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
    /// An earlier call may have used the id for something else, and given up. A coordinator that knows no numbers answers by id.
    /// </summary>
    private static bool AnswersIt(TransactionReply reply, ITransactionCommand command) =>
        reply.Number == 0 || reply.Number == command.Number;

    /// <summary>Gives up what is overdue.</summary>
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

    public void FailAll(string why)
    {
        LinkMetrics.CommandsExpired.Add(_commands.Count);
        foreach (var entry in _commands.Values)
            entry.Fail(why);
        _commands.Clear();
    }
}
