using Coordinator.Contracts;

namespace Coordinator.Delivery.DeadLetters;

/// <summary>A group's dead letters, by number. Only replaying and discarding removes one.</summary>
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

    /// <param name="journaled">What happened.</param>
    /// <param name="number">The event's own number in the journal.</param>
    public void Apply(IDeadLetterEvent journaled, long number)
    {
        switch (journaled)
        {
            case DeadLettered letter:
                // It may still be here: replayed, and failed again before that was confirmed.
                Remove(letter);
                _numbers.Add((letter.Queue, letter.Offset), number);
                _letters.Add(number, new DeadLetter(
                    number, letter.Message, letter.Queue, letter.Offset, letter.Attempts, letter.Reason, letter.At));
                break;
            case DeadLetterReplayed or DeadLetterDiscarded:
                Remove(journaled);
                break;
            default:
                throw new NotSupportedException($"{journaled.GetType()} is no event of dead letters.");
        }
    }

    private void Remove(IDeadLetterEvent journaled)
    {
        if (_numbers.Remove((journaled.Queue, journaled.Offset), out var number))
            _letters.Remove(number);
    }
}
