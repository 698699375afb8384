using Coordinator.Contracts;

namespace Coordinator.Delivery.DeadLetters;

/// <summary>Dead letters of a group, by number. Only a replay or a discard removes one.</summary>
internal sealed class DeadLetterList
{
    private readonly SortedDictionary<long, DeadLetter> _letters = [];
    private readonly Dictionary<(QueueId Queue, long Offset), long> _numbers = [];

    public int Count => _letters.Count;

    public bool Contains(QueueId queue, long offset, int attempts) =>
        _numbers.TryGetValue((queue, offset), out var number) && _letters[number].Attempts == attempts;

    public DeadLetter? Find(long number) => _letters.GetValueOrDefault(number);

    public IReadOnlyList<DeadLetter> Page(long after, int max) =>
        [.. _letters.Values.SkipWhile(letter => letter.Number <= after).Take(max)];

    /// <param name="journaled">Event to apply.</param>
    /// <param name="number">Sequence number of the event in the journal.</param>
    public void Apply(IDeadLetterEvent journaled, long number)
    {
        switch (journaled)
        {
            case DeadLettered letter:
                // The list may still have the message: it was replayed, and failed again before the replay was confirmed.
                Remove(letter);
                _numbers.Add((letter.Queue, letter.Offset), number);
                _letters.Add(number, new DeadLetter(
                    number, letter.Message, letter.Queue, letter.Offset, letter.Attempts, letter.Reason, letter.At));
                break;
            case DeadLetterReplayed or DeadLetterDiscarded:
                Remove(journaled);
                break;
            default:
                throw new NotSupportedException($"The event {journaled.GetType()} does not belong to dead letters.");
        }
    }

    private void Remove(IDeadLetterEvent journaled)
    {
        if (_numbers.Remove((journaled.Queue, journaled.Offset), out var number))
            _letters.Remove(number);
    }
}
