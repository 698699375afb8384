using Coordinator.Contracts;

namespace Coordinator.Delivery.DeadLetters;

/// <summary>Dead letters of a group, by number, and their replays. A replay, a discard or a late acknowledgement removes a letter.</summary>
internal sealed class DeadLetterList
{
    // A delivery repeats a letter until it is told that it is here. Later the same place may be a letter again, after a rewind.
    private const int MostAcknowledged = 256;
    private static readonly TimeSpan Repeated = TimeSpan.FromMinutes(5);

    private readonly Queue<(QueueId Queue, long Offset, int Attempts, DateTimeOffset At)> _acknowledged = [];
    private readonly SortedDictionary<long, DeadLetter> _letters = [];
    private readonly Dictionary<(QueueId Queue, long Offset), long> _numbers = [];
    private readonly Dictionary<Topic, int> _forgotten = [];

    public int Count => _letters.Count;

    public IReadOnlyCollection<DeadLetter> All => _letters.Values;

    public ReplayList Replays { get; } = new();

    /// <summary>Sequence number of the latest event that dropped the letters of a removed group; 0 when there is none.</summary>
    public long ForgottenAt { get; private set; }

    /// <summary>True when the letter was added before, also if its message was acknowledged since.</summary>
    public bool WasAdded(QueueId queue, long offset, int attempts, DateTimeOffset now) =>
        (Find(queue, offset) is { } letter && letter.Attempts == attempts)
        || _acknowledged.Any(known => (known.Queue, known.Offset, known.Attempts) == (queue, offset, attempts) && now - known.At < Repeated);

    public DeadLetter? Find(QueueId queue, long offset) =>
        _numbers.TryGetValue((queue, offset), out var number) ? _letters[number] : null;

    public DeadLetter? Find(long number) => _letters.GetValueOrDefault(number);

    public IReadOnlyList<DeadLetter> Page(long after, int max, LetterRange? within = null) =>
        [.. _letters.Values.SkipWhile(letter => letter.Number <= after).Where(letter => within?.Includes(letter) is not false).Take(max)];

    /// <summary>True when the group of that generation was removed from the topic.</summary>
    public bool IsForgotten(Topic topic, int generation) => _forgotten.TryGetValue(topic, out var latest) && generation <= latest;

    /// <summary>Makes the event that drops the letters of a topic, those of a generation and before.</summary>
    public LettersForgotten Forget(ForgetTopic forget, DateTimeOffset now)
    {
        var all = new Dictionary<Topic, int>(_forgotten) { [forget.Topic] = forget.Generation };
        return new LettersForgotten(
            [.. all.OrderBy(topic => topic.Key.Value, StringComparer.Ordinal).Select(topic => new ForgottenTopic(topic.Key, topic.Value))],
            _letters.Values.Count(letter => letter.Queue.Topic == forget.Topic && letter.Generation <= forget.Generation),
            forget.Who,
            forget.Why,
            now);
    }

    /// <summary>Chooses the letters of a replay.</summary>
    /// <param name="numbers">Numbers of the letters, of which some may not exist; <c>null</c> for all.</param>
    public ReplayChoice Choose(IReadOnlyList<long>? numbers)
    {
        if (numbers is null)
            return new ReplayChoice(null, _letters.Keys.LastOrDefault(), _letters.Count);
        long[] existing = [.. numbers.Distinct().Where(_letters.ContainsKey).Order()];
        return new ReplayChoice(existing, existing.LastOrDefault(), existing.Length);
    }

    /// <param name="journaled">Event to apply.</param>
    /// <param name="number">Sequence number of the event in the journal.</param>
    public void Apply(IDeadLetterEvent journaled, long number)
    {
        switch (journaled)
        {
            case DeadLettered letter:
                // The list may still have the message: it was replayed, and failed again before the replay was confirmed.
                if (Remove(letter.Queue, letter.Offset) is { } replaced)
                    Replays.Running?.Replayed(replaced);
                _numbers.Add((letter.Queue, letter.Offset), number);
                _letters.Add(number, new DeadLetter(
                    number, letter.Message, letter.Queue, letter.Offset, letter.Attempts, letter.Reason, letter.At, letter.Generation));
                break;
            case DeadLetterReplayed replayed:
                Remove(replayed.Queue, replayed.Offset);
                break;
            case DeadLetterDiscarded discarded:
                if (Remove(discarded.Queue, discarded.Offset) is { } dropped)
                    Replays.Running?.Skipped(dropped);
                break;
            case DeadLetterAcknowledged acknowledged:
                Apply(acknowledged);
                break;
            case ReplayStarted started:
                Replays.Start(started, number);
                break;
            case LettersReplayed replayed:
                Apply(replayed);
                break;
            case LettersForgotten forgotten:
                Apply(forgotten);
                ForgottenAt = number;
                break;
            case ReplayEnded ended:
                Replays.End(ended);
                break;
            default:
                throw new NotSupportedException($"The event {journaled.GetType()} does not belong to dead letters.");
        }
    }

    private void Apply(DeadLetterAcknowledged acknowledged)
    {
        if (!_letters.Remove(acknowledged.Number, out var letter))
            return;
        _numbers.Remove((letter.Queue, letter.Offset));
        _acknowledged.Enqueue((letter.Queue, letter.Offset, letter.Attempts, acknowledged.At));
        if (_acknowledged.Count > MostAcknowledged)
            _acknowledged.Dequeue();
        Replays.Running?.Skipped(letter.Number);
    }

    private void Apply(LettersForgotten forgotten)
    {
        foreach (var (topic, generation) in forgotten.Forgotten)
            _forgotten[topic] = generation;
        foreach (var letter in _letters.Values.Where(letter => IsForgotten(letter.Queue.Topic, letter.Generation)).ToList())
        {
            Remove(letter.Queue, letter.Offset);
            Replays.Running?.Skipped(letter.Number);
        }
    }

    private void Apply(LettersReplayed replayed)
    {
        foreach (var number in replayed.Numbers)
        {
            if (_letters.Remove(number, out var letter))
            {
                _numbers.Remove((letter.Queue, letter.Offset));
                Replays.Running?.Replayed(number);
            }
        }

        foreach (var number in replayed.Missing)
        {
            if (_letters.ContainsKey(number))
                Replays.Running?.Skipped(number);
        }
    }

    private long? Remove(QueueId queue, long offset)
    {
        if (!_numbers.Remove((queue, offset), out var number))
            return null;
        _letters.Remove(number);
        return number;
    }
}
