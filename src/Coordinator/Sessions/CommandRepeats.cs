using Coordinator.Transactions;

namespace Coordinator.Sessions;

/// <summary>
/// Commands of one session without an answer yet, and when each is sent to its transaction again. A shard that moves drops what it is sent
/// meanwhile. Time is counted in rounds, of which a timer begins one every <see cref="Round" />.
/// </summary>
internal sealed class CommandRepeats
{
    public static readonly TimeSpan Round = TimeSpan.FromMilliseconds(250);

    // An overloaded journal must not get each command many times.
    private const int MostPerRound = 256;

    // Rounds from one sending to the next. The command expires soon after the last one.
    private static readonly int[] Waits = [1, 2, 4, 8];

    private readonly Dictionary<CommandKey, Unanswered> _unanswered = [];

    // One for each number of sendings: within it all wait equally long, so the first is due first.
    private readonly Queue<Unanswered>[] _due = [.. Waits.Select(_ => new Queue<Unanswered>())];
    private long _round;

    public bool Any => _unanswered.Count > 0;

    /// <summary>Adds a command that was sent, or sent again on behalf of its participant.</summary>
    public void Sent(CommandKey key, ITransactionMessage message)
    {
        Answered(key);
        var command = new Unanswered(message);
        _unanswered[key] = command;
        Await(command);
    }

    public void Answered(CommandKey key)
    {
        if (_unanswered.Remove(key, out var command))
            command.Message = null;
    }

    /// <summary>Begins a round, and returns what is to be sent again in it.</summary>
    public IReadOnlyList<ITransactionMessage> NextRound()
    {
        _round++;
        var again = new List<ITransactionMessage>();
        for (var sendings = Waits.Length - 1; sendings >= 0; sendings--)
            TakeDue(_due[sendings], again);
        return again;
    }

    private void TakeDue(Queue<Unanswered> due, List<ITransactionMessage> again)
    {
        while (due.TryPeek(out var first) && (first.Message is null || first.DueIn <= _round) && again.Count < MostPerRound)
        {
            due.Dequeue();
            if (first.Message is not { } message)
                continue;
            // The transaction may know its id by now.
            again.Add(first.Message = message is PrepareTransaction { IsNew: true } prepare ? prepare with { IsNew = false } : message);
            if (first.Sendings < Waits.Length)
                Await(first);
        }
    }

    private void Await(Unanswered command)
    {
        // The round that is under way ends sooner, so it does not count.
        command.DueIn = _round + Waits[command.Sendings] + (command.Sendings == 0 ? 1 : 0);
        _due[command.Sendings++].Enqueue(command);
    }

    private sealed class Unanswered(ITransactionMessage message)
    {
        /// <summary>The message; <c>null</c> once it is answered or given up.</summary>
        public ITransactionMessage? Message { get; set; } = message;

        public int Sendings { get; set; }

        /// <summary>Round in which it is sent again.</summary>
        public long DueIn { get; set; }
    }
}
