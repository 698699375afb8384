using Akka.Actor;
using Coordinator.Checks;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Sessions.Access;
using Coordinator.Topics.Catalog;
using Coordinator.Transactions;

namespace Coordinator.Sessions;

/// <summary>Producing side of a session: commands to transactions, and their replies.</summary>
internal sealed class ProducerSession(
    InstanceId instance,
    IReadOnlyList<ProducerGroup> groups,
    ParticipantAccess access,
    SessionParts parts,
    ICreationRate rate,
    CommandsInFlight inFlight,
    FrameBuffer frame,
    DroppedItems dropped,
    IActorRef session)
{
    private readonly CommandRepeats _repeats = new();

    /// <summary>Access of the participant, which may change while the session is open.</summary>
    public ParticipantAccess Access { get; set; } = access;

    public bool Idle => inFlight.Count == 0;

    /// <summary>True when commands wait for answers, so that <see cref="Repeat" /> is to be called in a round.</summary>
    public bool Waits => _repeats.Any;

    /// <summary>Sends commands again that are not answered: the shard of their transaction may have moved, and dropped them.</summary>
    public void Repeat()
    {
        foreach (var again in _repeats.NextRound())
        {
            SessionMetrics.Repeated.Add(1);
            parts.Transactions.Tell(again, session);
        }
    }

    /// <summary>
    /// Registers the instance at the check senders. Repeated at intervals, because a check sender that moved must learn its
    /// instances again.
    /// </summary>
    public void Register()
    {
        foreach (var group in groups)
            parts.Checks.Tell(new RegisterProducer(group, instance, session));
    }

    public void Unregister()
    {
        foreach (var group in groups)
            parts.Checks.Tell(new UnregisterProducer(group, session));
    }

    public void Take(ITransactionCommand command, long tick, bool draining)
    {
        SessionMetrics.Commands.Add(1);
        if (Problem(command) is { } problem)
            Answer(command, TransactionOutcome.Invalid, problem);
        else if (draining)
            AnswerBusy(command, "the coordinator is stopping; repeat the command.");
        else if (!inFlight.TryStart(CommandKey.Of(command), BytesOf(command), tick))
            AnswerBusy(command, "too many commands of this session, or too large ones, wait for their replies; repeat the command.");
        else
            Forward(command);
    }

    public void Forward(TopicsKnown known)
    {
        // It was answered as busy meanwhile, and the participant repeats it.
        if (!inFlight.Contains(CommandKey.Of(known.Command)))
            return;
        var refused = known.Answers.Values.FirstOrDefault(answer => answer.Refusal is not null);
        if (refused.Refusal is not { } refusal)
        {
            Route(known.Command, known.Answers);
            return;
        }

        inFlight.Finish(CommandKey.Of(known.Command));
        if (refused.Retryable)
            AnswerBusy(known.Command, refusal);
        else
            Answer(known.Command, TransactionOutcome.Invalid, refusal);
    }

    /// <summary>
    /// Passes a reply on. A hand-over of an expired id is judged first. While a restore is open, the bound of expired ids stands where it stood in
    /// the backup. So the transaction ended before the backup, and nothing of it is lost.
    /// </summary>
    public void Answered(TransactionReply reply)
    {
        if (reply is { Command: TransactionCommandKind.HandOver, Outcome: TransactionOutcome.Expired })
            JudgeAsync(reply).PipeTo(session, session, failure: _ => new HandOverJudged(reply with { Outcome = TransactionOutcome.Busy, Detail = "the database did not answer; repeat the command." }));
        else
            Deliver(reply);
    }

    public void Deliver(TransactionReply reply)
    {
        inFlight.Finish(CommandKey.Of(reply));
        _repeats.Answered(CommandKey.Of(reply));
        frame.Add(parts.Epoch == 0 ? reply : reply with { Epoch = parts.Epoch });
    }

    public void Take(CheckAnswer answer)
    {
        if (groups.Contains(answer.Group))
            parts.Checks.Tell(new CheckAnswered(instance, answer with { Detail = TextLimit.Shorten(answer.Detail) }), session);
        else
            dropped.Add("forbidden", () => $"it answers a check of group {answer.Group}, and the session was opened without that group.");
    }

    public void Tick(long tick)
    {
        while (inFlight.TryExpire(tick, out var unanswered))
        {
            SessionMetrics.Unanswered.Add(1);
            _repeats.Answered(unanswered);
            frame.Add(new TransactionReply(
                unanswered.Id,
                unanswered.Kind,
                TransactionOutcome.Busy,
                TransactionPhase.None,
                "the transaction did not answer in time; repeat the command with the same id.",
                unanswered.Number));
        }
    }

    private async Task<HandOverJudged> JudgeAsync(TransactionReply reply) => new(
        await parts.IsRestoreOpenAsync()
            ? reply with { Outcome = TransactionOutcome.Accepted, Phase = TransactionPhase.Completed, Detail = "it ended before the backup was made." }
            : reply);

    private static long BytesOf(ITransactionCommand command)
    {
        var bytes = 0L;
        foreach (var message in command is IMessageCommand { Messages: var messages } ? messages : [])
            bytes += MessageLimits.SizeOf(message);
        return bytes;
    }

    private string? Problem(ITransactionCommand command)
    {
        if (!groups.Contains(command.Group))
            return $"the session was opened without producer group {command.Group}; open one with it.";
        return command is IMessageCommand carrying ? carrying.Problem() ?? TopicProblem(carrying) : null;
    }

    private string? TopicProblem(IMessageCommand command)
    {
        foreach (var message in command.Messages)
        {
            if (!Access.MayPublish(message.Topic))
                return $"participant {Access.Name} may not publish to topic {message.Topic}.";
        }

        return null;
    }

    private void Forward(ITransactionCommand command)
    {
        switch (command)
        {
            case IMessageCommand carrying:
                Route(carrying);
                break;
            case Commit commit:
                Send(commit, new CommitTransaction(commit.Id, commit.Group, instance, commit.Number));
                break;
            case Rollback rollback:
                Send(
                    rollback,
                    new RollbackTransaction(
                        rollback.Id, rollback.Group, instance, TextLimit.Shorten(rollback.Reason), rollback.Number));
                break;
            default:
                throw new InvalidOperationException($"The command {command.GetType()} is not one of a producer.");
        }
    }

    private void Route(IMessageCommand command, IReadOnlyDictionary<Topic, TopicAnswer>? learned = null)
    {
        var routed = new RoutedMessage[command.Messages.Count];
        for (var index = 0; index < routed.Length; index++)
        {
            var message = command.Messages[index];
            int queueCount;
            if (learned is not null)
            {
                queueCount = learned[message.Topic].QueueCount;
            }
            else if (!parts.Topics.TryGetQueueCount(message.Topic, out queueCount))
            {
                LearnTopicsAsync(command).PipeTo(session, session, failure: _ => Unanswered(command, message.Topic));
                return;
            }

            routed[index] = new RoutedMessage(message, MessageRouter.Route(message, command.Id, index, queueCount));
        }

        Send(command, ToTransaction(command, routed));
    }

    private ITransactionMessage ToTransaction(IMessageCommand command, IReadOnlyList<RoutedMessage> routed) => command switch
    {
        Prepare prepare => new PrepareTransaction(
            prepare.Id, prepare.Group, instance, routed, prepare.TransactionTimeout, prepare.Number, prepare.IsNew),
        HandOver handOver => new HandOverTransaction(handOver.Id, handOver.Group, instance, routed, handOver.Number),
        _ => throw new InvalidOperationException($"The command {command.GetType()} carries no messages for a transaction."),
    };

    private void Send(ITransactionCommand command, ITransactionMessage message)
    {
        _repeats.Sent(CommandKey.Of(command), message);
        parts.Transactions.Tell(message, session);
    }

    private async Task<TopicsKnown> LearnTopicsAsync(IMessageCommand command)
    {
        var answers = new Dictionary<Topic, TopicAnswer>();
        foreach (var topic in command.Messages.Select(message => message.Topic).Distinct())
        {
            var answer = answers[topic] = await parts.Topics.GetOrCreateAsync(topic, rate, CancellationToken.None);
            if (answer.Refusal is not null)
                break;
        }

        return new TopicsKnown(command, answers);
    }

    private static TopicsKnown Unanswered(IMessageCommand command, Topic topic) => new(command, new Dictionary<Topic, TopicAnswer>
    {
        [topic] = new(QueueCount: 0, "a topic did not answer in time; repeat the command.", Retryable: true),
    });

    private void AnswerBusy(ITransactionCommand command, string reason)
    {
        SessionMetrics.Busy.Add(1);
        Answer(command, TransactionOutcome.Busy, reason);
    }

    private void Answer(ITransactionCommand command, TransactionOutcome outcome, string detail) =>
        frame.Add(new TransactionReply(command.Id, command.Kind, outcome, TransactionPhase.None, detail, command.Number));
}
