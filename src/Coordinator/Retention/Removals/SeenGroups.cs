using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;
using Coordinator.Topics.Catalog;

namespace Coordinator.Retention.Removals;

/// <summary>Reads when a consumer of a group was last seen, from its saved progress. The time may be minutes too early, never too late.</summary>
internal sealed class SeenGroups(SavedProgressReader progress)
{
    public async Task<DateTimeOffset> LastAsync(TopicState topic, TopicGroup group, CancellationToken ct)
    {
        var last = group.JoinedAt;
        for (var number = 0; number < topic.QueueCount; number++)
        {
            ct.ThrowIfCancellationRequested();
            var saved = await progress.ReadAsync(new GroupQueue(group.Group, new QueueId(topic.Topic, number), group.Generation));
            foreach (var set in saved?.Filter?.Sets ?? [])
                last = set.SeenAt > last ? set.SeenAt : last;
        }

        return last;
    }
}
