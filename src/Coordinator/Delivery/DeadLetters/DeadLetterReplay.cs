using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.DeadLetters;

/// <summary>Replay that is in progress, with the messages that their group deliveries have not confirmed yet.</summary>
internal sealed class DeadLetterReplay(string who, IActorRef requester, IEnumerable<DeadLetter> letters)
{
    /// <summary>Number of attempts after which the operator gets the result so far.</summary>
    public const int MaxSteps = 5;

    private readonly Dictionary<(QueueId, long), DeadLetter> _missing =
        letters.DistinctBy(letter => letter.Number).ToDictionary(letter => (letter.Queue, letter.Offset));

    private int _saving;
    private int _done;

    public string Who { get; } = who;

    public IActorRef Requester { get; } = requester;

    public int Steps { get; set; }

    /// <summary>Number of dead letters that are durably replayed.</summary>
    public int Done
    {
        get => _done;
        set => (_done, _saving) = (value, _saving - 1);
    }

    public IReadOnlyCollection<DeadLetter> Missing => _missing.Values;

    public bool IsComplete => _missing.Count == 0 && _saving == 0;

    /// <summary>Records that the group has the message again; <c>null</c> when that was recorded before.</summary>
    public DeadLetter? PutBack(MessagePutBack back)
    {
        var place = (back.Queue, back.Offset);
        if (!_missing.TryGetValue(place, out var letter) || letter.Attempts != back.Attempts)
            return null;
        _missing.Remove(place);
        _saving++;
        return letter;
    }
}
