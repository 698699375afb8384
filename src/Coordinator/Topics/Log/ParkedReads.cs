using Akka.Actor;

namespace Coordinator.Topics.Log;

/// <summary>
/// Readers that wait at the end of a log. When too many wait, the longest waiting is sent away with an empty page.
/// </summary>
internal sealed class ParkedReads(int max)
{
    private readonly LinkedList<(ReadQueue Read, IActorRef Reader, DateTimeOffset Since)> _parked = [];

    public int Count => _parked.Count;

    public void Park(ReadQueue read, IActorRef reader, DateTimeOffset now, long end)
    {
        if (_parked.Count >= max)
            SendAwayOldest(end);
        _parked.AddLast((read, reader, now));
    }

    /// <summary>Answers whoever waits for what the log has now.</summary>
    public void Arrived(LogTail tail, Action<ReadQueue, IActorRef> answer)
    {
        for (var node = _parked.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Read.From <= tail.End)
            {
                _parked.Remove(node);
                answer(node.Value.Read, node.Value.Reader);
            }

            node = next;
        }
    }

    /// <summary>Sends away who has waited since before then.</summary>
    public void Expire(DateTimeOffset before, long end)
    {
        while (_parked.First is { } oldest && oldest.Value.Since <= before)
            SendAwayOldest(end);
    }

    private void SendAwayOldest(long end)
    {
        var (read, reader, _) = _parked.First!.Value;
        _parked.RemoveFirst();
        reader.Tell(new QueuePage(read.From, [], end));
    }
}
