using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
using Akka.Persistence;
using Coordinator.Contracts;
using Coordinator.Contracts.Common;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.DeadLetters;

/// <summary>
/// Dead letters of one group, and their replay. They remain until an operator replays or discards them. A replay goes on after a
/// restart, with the letters that the journal does not record as replayed.
/// </summary>
internal sealed class GroupDeadLetters : ReceivePersistentActor, IWithTimers
{
    private const int MaxPage = 1_000;

    private static readonly TimeSpan HeldLogInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(2);
    private static readonly Backoff ResendBackoff = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30));

    private readonly ConsumerGroup _group;
    private readonly Func<IActorRef> _queues;
    private readonly int _most;
    private readonly DeadLetterList _letters = new();
    private ReplayRequesters _requesters = null!;
    private ReplayBatches? _batches;
    private int _idleTicks;

    private DateTimeOffset _heldLoggedAt = DateTimeOffset.MinValue;

    /// <param name="group">The group.</param>
    /// <param name="queues">Region of the queues.</param>
    /// <param name="most">Letters that the group may have. One more waits in its queue.</param>
    public GroupDeadLetters(ConsumerGroup group, Func<IActorRef> queues, int most)
    {
        _group = group;
        _queues = queues;
        _most = most;
        Recover<IDeadLetterEvent>(journaled => _letters.Apply(journaled, LastSequenceNr));
        Recover<RecoveryCompleted>(_ => OnRecovered());
        Command<AddDeadLetter>(OnAdd);
        Command<AcknowledgeDeadLetter>(OnAcknowledge);
        Command<ListDeadLetters>(list => Sender.Tell(
            new DeadLetterPage(_group, _letters.Page(list.After, Math.Clamp(list.Max, 1, MaxPage), list.In), _letters.Count)));
        Command<StartReplay>(OnStart);
        Command<DescribeReplay>(describe => Sender.Tell(
            Describe(describe.Id) is { } description ? description : new ReplayUnknown(_group, describe.Id)));
        Command<ContinueReplay>(_ => Sender.Tell(new ReplayContinued(_group)));
        Command<MessagesPutBack>(OnPutBack);
        Command<ReplayTick>(_ => OnReplayTick());
        Command<ReplayRequesters.WaitEnded>(ended => _requesters.Answer(ended, Describe(ended.Replay)!));
        Command<ReplayDeadLetters>(_ => Sender.Tell(new DeadLettersReplayed(_group, 0, _letters.Count, Busy: true)));
        Command<DiscardDeadLetters>(OnDiscard);
        Command<ForgetTopic>(OnForget);
        Command<ReceiveTimeout>(_ => OnIdle());
    }

    public override string PersistenceId => IdOf(_group);

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Returns the persistence id of a group's dead letters.</summary>
    public static string IdOf(ConsumerGroup group) => $"d-{group}";

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    protected override void PreStart()
    {
        _requesters = new ReplayRequesters(Timers);
        base.PreStart();
    }

    private void OnRecovered()
    {
        Context.SetReceiveTimeout(IdleTime);
        BeginReplay();
    }

    private void OnIdle()
    {
        if (_batches is null)
            Context.Parent.Tell(new Passivate(PoisonPill.Instance));
    }

    private void OnAdd(AddDeadLetter add)
    {
        var sender = Sender;
        var added = new DeadLetterAdded(_group, add.Queue, add.Offset, add.Attempts);
        // A delivery of a removed group may still be on its way to stop.
        if (_letters.IsForgotten(add.Queue.Topic, add.Generation) || _letters.WasAdded(add.Queue, add.Offset, add.Attempts, Now))
        {
            sender.Tell(added);
            return;
        }

        if (_letters.Count >= _most && _letters.Find(add.Queue, add.Offset) is null)
        {
            Hold(add);
            return;
        }

        Persist(new DeadLettered(add.Message, add.Queue, add.Offset, add.Attempts, add.Reason, Now, add.Generation), letter =>
        {
            _letters.Apply(letter, LastSequenceNr);
            DeliveryMetrics.DeadLettered.Add(1);
            Context.GetLogger().Warning(
                "Message {0} ({1} at {2}) was dead-lettered for group {3} after {4} attempts: {5}",
                letter.Message, letter.Queue, letter.Offset, _group, letter.Attempts, letter.Reason);
            sender.Tell(added);
            Replay();
        });
    }

    /// <summary>
    /// Leaves a letter to its queue, which sends it again until there is room. Nothing is lost: the message stays pending there, and holds up its
    /// ordering key.
    /// </summary>
    private void Hold(AddDeadLetter add)
    {
        DeliveryMetrics.DeadLettersHeld.Add(1);
        if (Now - _heldLoggedAt < HeldLogInterval)
            return;
        _heldLoggedAt = Now;
        Context.GetLogger().Warning(
            "Group {0} has {1} dead letters, as many as it may have (delivery.maxDeadLetters). Message {2} ({3} at {4}) and others wait for room. Replay or discard some.",
            _group, _letters.Count, add.Message, add.Queue, add.Offset);
    }

    private void OnAcknowledge(AcknowledgeDeadLetter acknowledge)
    {
        if (_letters.Find(acknowledge.Queue, acknowledge.Offset) is not { } letter || letter.Attempts < acknowledge.Attempt)
            return;
        Persist(new DeadLetterAcknowledged(letter.Number, acknowledge.Attempt, acknowledge.Instance, Now), acknowledged =>
        {
            _letters.Apply(acknowledged, LastSequenceNr);
            DeliveryMetrics.DeadLettersAcknowledged.Add(1);
            Context.GetLogger().Info(
                "The dead letter of message {0} for group {1} is removed: attempt {2} was handled after all.",
                letter.Message, _group, acknowledge.Attempt);
            Replay();
        });
    }

    private void OnStart(StartReplay start)
    {
        // A repetition finds its replay, and a further operator the one that runs.
        if ((_letters.Replays.Find(start.Id) ?? _letters.Replays.Running?.Progress) is { } known)
        {
            if (known.Id != start.Id || known.EndedAt is not null || !_requesters.Add(Sender, start.Id))
                Sender.Tell(new ReplayDescription(_group, known));
            return;
        }

        var sender = Sender;
        var choice = _letters.Choose(start.Numbers);
        Persist(new ReplayStarted(start.Id, choice.Numbers, choice.UpTo, choice.Total, start.Who, start.Why, Now), started =>
        {
            _letters.Apply(started, LastSequenceNr);
            Context.GetLogger().Info(
                "Operator {0} replays {1} dead letters of group {2} as {3}: {4}",
                started.Who, started.Total, _group, started.Id, started.Why);
            if (!_requesters.Add(sender, started.Id))
                sender.Tell(Describe(started.Id)!);
            BeginReplay();
        });
    }

    private void BeginReplay()
    {
        if (_letters.Replays.Running is not { } running)
            return;
        _batches = new ReplayBatches(_group, _letters, running);
        _idleTicks = 0;
        AwaitTick();
        Replay();
    }

    /// <summary>Sends the next batches of the running replay, or ends it.</summary>
    private void Replay()
    {
        if (_batches is not { } batches)
            return;
        if (_letters.Replays.Running is { Left: 0 } running)
        {
            EndReplay(running);
            return;
        }

        foreach (var batch in batches.Next())
            _queues().Tell(batch, Self);
    }

    private void OnPutBack(MessagesPutBack back)
    {
        if (_batches?.Confirm(back) is not { } batch)
            return;
        long[] replayed = [.. batch.Letters.Select(letter => letter.Number).Except(back.Missing)];
        Persist(new LettersReplayed(replayed, back.Missing, Now), confirmed =>
        {
            _letters.Apply(confirmed, LastSequenceNr);
            DeliveryMetrics.DeadLettersReplayed.Add(confirmed.Numbers.Count);
            var waitsLong = _idleTicks > 1;
            _idleTicks = 0;
            if (waitsLong)
                AwaitTick();
            Replay();
        });
    }

    private void OnReplayTick()
    {
        if (_batches is not { } batches)
            return;
        batches.Tick();
        _idleTicks++;
        AwaitTick();
        Replay();
    }

    private void AwaitTick() =>
        Timers.StartSingleTimer(ReplayTick.Instance, ReplayTick.Instance, ResendBackoff.After(_idleTicks));

    private void EndReplay(RunningReplay running)
    {
        _batches = null;
        Timers.Cancel(ReplayTick.Instance);
        Persist(new ReplayEnded(Now), ended =>
        {
            _letters.Apply(ended, LastSequenceNr);
            _requesters.AnswerAll(Describe(running.Id)!);
        });
    }

    private void OnDiscard(DiscardDeadLetters discard)
    {
        var sender = Sender;
        var discarded = discard.Numbers.Distinct().Select(_letters.Find).OfType<DeadLetter>()
            .Select(letter => new DeadLetterDiscarded(letter.Queue, letter.Offset, discard.Who, discard.Why, Now))
            .ToArray();
        PersistAll(discarded, journaled => _letters.Apply(journaled, LastSequenceNr));
        DeferAsync(discard, _ =>
        {
            sender.Tell(new DeadLettersDiscarded(_group, discarded.Length, _letters.Count));
            Replay();
        });
    }

    private void OnForget(ForgetTopic forget)
    {
        var sender = Sender;
        if (_letters.IsForgotten(forget.Topic, forget.Generation))
        {
            sender.Tell(Forgotten(forget));
            return;
        }

        Persist(_letters.Forget(forget, Now), forgotten =>
        {
            _letters.Apply(forgotten, LastSequenceNr);
            Context.GetLogger().Info(
                "Group {0} was removed from topic {1} by {2} ({3}): {4} of its dead letters are dropped.",
                _group, forget.Topic, forgotten.Who, forgotten.Why, forgotten.Letters);
            sender.Tell(Forgotten(forget));
            Replay();
        });
    }

    // The latest event of its kind repeats all of them. Without letters and replays, nothing before the end counts, but that event does.
    private TopicForgotten Forgotten(ForgetTopic forget) =>
        new(_group, forget.Topic, _letters.Count == 0 && _letters.Replays.Running is null ? _letters.ForgottenAt : 0);

    private ReplayDescription? Describe(string replay) =>
        _letters.Replays.Find(replay) is { } progress ? new ReplayDescription(_group, progress) : null;

    private sealed record ReplayTick
    {
        public static readonly ReplayTick Instance = new();
    }
}
