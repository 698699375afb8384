using Coordinator.Contracts;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.DeadLetters;

/// <summary>
/// Batches of the running replay. A queue has at most one batch at a time, in the order of the letters' numbers, so that it can
/// tell a repetition by the highest number. A limited number of queues have one at once.
/// </summary>
internal sealed class ReplayBatches
{
    public const int MaxLetters = 100;
    public const int MaxQueues = 16;

    private readonly ConsumerGroup _group;
    private readonly DeadLetterList _letters;
    private readonly long _replay;
    private readonly Dictionary<QueueId, State> _queues = [];
    private readonly Queue<State> _turns = [];
    private readonly HashSet<State> _sent = [];
    private long _tick;

    public ReplayBatches(ConsumerGroup group, DeadLetterList letters, RunningReplay replay)
    {
        (_group, _letters, _replay) = (group, letters, replay.Number);
        foreach (var letter in letters.All.Where(letter => replay.Includes(letter.Number)))
        {
            if (!_queues.TryGetValue(letter.Queue, out var state))
                _turns.Enqueue(_queues[letter.Queue] = state = new State(letter.Queue));
            state.Numbers.Enqueue(letter.Number);
        }
    }

    /// <summary>Returns the batches to send now.</summary>
    public IReadOnlyList<PutBackMessages> Next()
    {
        var batches = new List<PutBackMessages>();
        while (_sent.Count < MaxQueues && _turns.TryDequeue(out var state))
        {
            if ((state.Batch ??= Take(state)) is not { } batch)
                continue;
            state.SentAt = _tick;
            _sent.Add(state);
            batches.Add(batch);
        }

        return batches;
    }

    /// <summary>
    /// Queues that have not answered for a whole interval give up their turn. Other queues go first, then their batches are repeated.
    /// </summary>
    public void Tick()
    {
        _tick++;
        foreach (var state in _sent.Where(state => _tick - state.SentAt > 1).ToArray())
        {
            _sent.Remove(state);
            _turns.Enqueue(state);
        }
    }

    /// <summary>Returns the batch that a queue confirms; <c>null</c> when that was recorded before.</summary>
    public PutBackMessages? Confirm(MessagesPutBack back)
    {
        if (back.Replay != _replay || !_queues.TryGetValue(back.Queue, out var state) || state.Batch is not { } batch || batch.UpTo != back.UpTo)
            return null;
        state.Batch = null;
        if (_sent.Remove(state))
            _turns.Enqueue(state);
        return batch;
    }

    private PutBackMessages? Take(State state)
    {
        var letters = new List<LetterToPutBack>();
        while (letters.Count < MaxLetters && state.Numbers.TryDequeue(out var number))
        {
            // The letter may have been discarded, or have failed again since.
            if (_letters.Find(number) is { } letter)
                letters.Add(new LetterToPutBack(number, letter.Offset, letter.Attempts));
        }

        return letters.Count == 0 ? null : new PutBackMessages(state.Queue, _group, _replay, letters);
    }

    private sealed class State(QueueId queue)
    {
        public QueueId Queue => queue;

        /// <summary>Numbers of the letters that are in no batch yet.</summary>
        public Queue<long> Numbers { get; } = [];

        /// <summary>Batch that the queue has not confirmed yet.</summary>
        public PutBackMessages? Batch { get; set; }

        public long SentAt { get; set; }
    }
}
