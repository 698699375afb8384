using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Coordinator.Contracts;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.DeadLetters;

/// <summary>Dead letters of one group. They remain until an operator replays or discards them.</summary>
internal sealed class GroupDeadLetters : ReceivePersistentActor, IWithTimers
{
    private const int MaxReplay = 500;
    private const int MaxPage = 1_000;

    private static readonly TimeSpan ReplayStep = TimeSpan.FromSeconds(2);

    private readonly ConsumerGroup _group;
    private readonly Func<IActorRef> _queues;
    private readonly DeadLetterList _letters = new();
    private DeadLetterReplay? _replay;

    public GroupDeadLetters(ConsumerGroup group, Func<IActorRef> queues)
    {
        _group = group;
        _queues = queues;
        Recover<IDeadLetterEvent>(journaled => _letters.Apply(journaled, LastSequenceNr));
        Command<AddDeadLetter>(OnAdd);
        Command<ListDeadLetters>(list => Sender.Tell(
            new DeadLetterPage(_group, _letters.Page(list.After, Math.Clamp(list.Max, 1, MaxPage)), _letters.Count)));
        Command<ReplayDeadLetters>(OnReplay);
        Command<MessagePutBack>(OnPutBack);
        Command<ReplayTick>(_ => OnReplayTick());
        Command<DiscardDeadLetters>(OnDiscard);
    }

    public override string PersistenceId => $"d-{_group}";

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    private void OnAdd(AddDeadLetter add)
    {
        var sender = Sender;
        var added = new DeadLetterAdded(_group, add.Queue, add.Offset, add.Attempts);
        if (_letters.Contains(add.Queue, add.Offset, add.Attempts))
        {
            sender.Tell(added);
            return;
        }

        Persist(new DeadLettered(add.Message, add.Queue, add.Offset, add.Attempts, add.Reason, Now), letter =>
        {
            _letters.Apply(letter, LastSequenceNr);
            DeliveryMetrics.DeadLettered.Add(1);
            Context.GetLogger().Warning(
                "Message {0} ({1} at {2}) was dead-lettered for group {3} after {4} attempts: {5}",
                letter.Message, letter.Queue, letter.Offset, _group, letter.Attempts, letter.Reason);
            sender.Tell(added);
        });
    }

    private void OnReplay(ReplayDeadLetters replay)
    {
        if (_replay is not null)
        {
            Sender.Tell(new DeadLettersReplayed(_group, 0, _letters.Count, Busy: true));
            return;
        }

        IEnumerable<DeadLetter> chosen = replay.Numbers is { } numbers
            ? numbers.Select(_letters.Find).OfType<DeadLetter>()
            : _letters.Page(after: 0, MaxReplay);
        _replay = new DeadLetterReplay(replay.Who, Sender, chosen.Take(MaxReplay));
        Timers.StartPeriodicTimer(ReplayTick.Instance, ReplayTick.Instance, ReplayStep);
        SendReplay();
    }

    private void OnPutBack(MessagePutBack back)
    {
        if (_replay is not { } replay || replay.PutBack(back) is not { } letter)
            return;
        if (_letters.Find(letter.Number) is null)
        {
            // The message has failed again since, and is another dead letter now.
            Replayed(replay);
            return;
        }

        Persist(new DeadLetterReplayed(back.Queue, back.Offset, replay.Who, Now), replayed =>
        {
            _letters.Apply(replayed, LastSequenceNr);
            DeliveryMetrics.DeadLettersReplayed.Add(1);
            Replayed(replay);
        });
    }

    private void Replayed(DeadLetterReplay replay)
    {
        replay.Done++;
        if (replay.IsComplete)
            EndReplay(replay);
    }

    private void OnReplayTick()
    {
        if (_replay is not { } replay)
            return;
        if (replay.Steps++ < DeadLetterReplay.MaxSteps)
            SendReplay();
        else
            EndReplay(replay);
    }

    private void SendReplay()
    {
        if (_replay!.IsComplete)
            EndReplay(_replay);
        else
        {
            foreach (var letter in _replay.Missing)
                _queues().Tell(new PutBackMessage(letter.Queue, _group, letter.Offset, letter.Attempts), Self);
        }
    }

    private void EndReplay(DeadLetterReplay replay)
    {
        _replay = null;
        Timers.Cancel(ReplayTick.Instance);
        replay.Requester.Tell(new DeadLettersReplayed(_group, replay.Done, _letters.Count, Busy: !replay.IsComplete));
    }

    private void OnDiscard(DiscardDeadLetters discard)
    {
        var sender = Sender;
        var discarded = discard.Numbers.Distinct().Select(_letters.Find).OfType<DeadLetter>()
            .Select(letter => new DeadLetterDiscarded(letter.Queue, letter.Offset, discard.Who, discard.Why, Now))
            .ToArray();
        PersistAll(discarded, journaled => _letters.Apply(journaled, LastSequenceNr));
        DeferAsync(discard, _ => sender.Tell(new DeadLettersDiscarded(_group, discarded.Length, _letters.Count)));
    }

    private sealed record ReplayTick
    {
        public static readonly ReplayTick Instance = new();
    }
}
