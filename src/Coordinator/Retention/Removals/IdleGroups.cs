using Akka.Actor;
using Akka.Event;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Topics.Catalog;

namespace Coordinator.Retention.Removals;

/// <summary>
/// Begins the removal of groups that had no consumer for a time, except of those with dead letters. The decision looks again, so a consumer that comes
/// meanwhile keeps the group.
/// </summary>
internal sealed class IdleGroups(
    RetentionOptions options,
    ITopicList list,
    ITopicReader reader,
    SeenGroups seen,
    RemovalRegions regions,
    GroupCommitQueues journal,
    Func<DateTimeOffset> now,
    Func<string?> obstacle,
    ILoggingAdapter log)
    : IRetentionWork
{
    private const int LettersPage = 1_000;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    /// <summary>A group is taken as seen for this time longer, because the time is saved every few minutes only.</summary>
    public static readonly TimeSpan Inaccuracy = TimeSpan.FromMinutes(30);

    public string Name => "idleGroups";

    public async Task<RetentionBatch> DeleteAsync(int mostRows, CancellationToken ct)
    {
        if (options.IdleGroups == TimeSpan.Zero)
            return new RetentionBatch(0, IsMore: false, []);
        if (obstacle() is { } waits)
            return new RetentionBatch(0, IsMore: false, [new KeptData("groups", waits, null)]);
        var (kept, begun) = (new List<KeptData>(), false);
        foreach (var topic in await list.ReadAsync(ct))
        {
            var state = await reader.ReadAsync(topic, ct);
            // A topic has one removal at a time that can be abandoned.
            if (state.Begun is null && state.Deletion is null)
                begun |= await BeginOneAsync(state, kept, ct);
        }

        return new RetentionBatch(0, IsMore: false, kept) { LookAfter = begun ? Soon : null };
    }

    /// <summary>Begins the removal of the first group that is idle; false when there is none.</summary>
    private async Task<bool> BeginOneAsync(TopicState topic, List<KeptData> kept, CancellationToken ct)
    {
        foreach (var group in topic.Groups)
        {
            ct.ThrowIfCancellationRequested();
            var last = await seen.LastAsync(topic, group, ct);
            if (last + options.IdleGroups + Inaccuracy > now())
                continue;
            if (await LettersAsync(topic.Topic, group.Group, ct) is > 0 and var letters)
            {
                kept.Add(new KeptData($"group {group.Group} of topic {topic.Topic}", $"no consumer since {last:u}, and it has dead letters, which do not expire", letters));
                continue;
            }

            var why = $"no consumer for {Duration.Write(options.IdleGroups)} (retention.idleGroups)";
            var begin = new BeginRemoval(
                topic.Topic, group.Group, "coordinator", why, "its progress, and the messages that it has not handled", [], UnseenSince: last);
            var answer = await regions.Topics().Ask<RemovalAnswer>(begin, AnswerTimeout, ct);
            log.Info("Group {0} of topic {1} is removed, because it had no consumer since {2}: {3}", group.Group, topic.Topic, last, answer.Refusal ?? why);
            return answer.Refusal is null;
        }

        return false;
    }

    private async Task<long> LettersAsync(Topic topic, ConsumerGroup group, CancellationToken ct)
    {
        if ((await journal.ReadBoundsAsync(GroupDeadLetters.IdOf(group))).Highest == 0)
            return 0;
        var (count, after) = (0L, 0L);
        while (true)
        {
            var page = await regions.DeadLetters().Ask<DeadLetterPage>(new ListDeadLetters(group, after, LettersPage), AnswerTimeout, ct);
            count += page.Letters.Count(letter => letter.Queue.Topic == topic);
            if (page.Letters.Count < LettersPage)
                return count;
            after = page.Letters[^1].Number;
        }
    }
}
