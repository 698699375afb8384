using Akka.Actor;

namespace Coordinator.Topics.Log;

/// <summary>Readers that wait at the end of a log. When too many wait, the one that has waited longest gets an empty page.</summary>
internal sealed class ParkedReads(int max)
{
    private readonly LinkedList<(ReadQueue Read, IActorRef Reader, DateTimeOffset Since)> _parked = [];

    public int Count => _parked.Count;

    public void Park(ReadQueue read, IActorRef reader, DateTimeOffset now, long end)
    {
        if (_parked.Count >= max)
            ReleaseOldest(end);
        _parked.AddLast((read, reader, now));
    }

    /// <summary>Answers the readers that wait for entries which the log has now.</summary>
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

    /// <summary>Answers the readers that have waited since before that time, with an empty page.</summary>
    public void Expire(DateTimeOffset before, long end)
    {
        while (_parked.First is { } oldest && oldest.Value.Since <= before)
            ReleaseOldest(end);
    }

    private void ReleaseOldest(long end)
    {
        var (read, reader, _) = _parked.First!.Value;
        _parked.RemoveFirst();
        reader.Tell(new QueuePage(read.From, [], end));
    }
}
