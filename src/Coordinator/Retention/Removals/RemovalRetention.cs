using Akka.Event;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Topics.Catalog;

namespace Coordinator.Retention.Removals;

/// <summary>
/// Brings removals of groups and topics to their end, whoever began them and wherever a crash stopped them. It decides those that have begun, and deletes
/// what is left of those that are decided.
/// </summary>
/// <param name="list">Lists topics.</param>
/// <param name="reader">Reads topics.</param>
/// <param name="decision">Decides removals.</param>
/// <param name="data">Deletes data.</param>
/// <param name="lost">Finds topics that are deleted and have messages.</param>
/// <param name="times">Times to wait.</param>
/// <param name="now">Returns the time.</param>
/// <param name="obstacle">Returns the reason why nothing may be removed now; <c>null</c> when there is none.</param>
/// <param name="log">Log.</param>
internal sealed class RemovalRetention(
    ITopicList list,
    ITopicReader reader,
    RemovalDecision decision,
    RemovedData data,
    LateMessages lost,
    RemovalTimes times,
    Func<DateTimeOffset> now,
    Func<string?> obstacle,
    ILoggingAdapter log)
    : IRetentionWork
{
    private readonly LogThrottle _throttle = new(TimeProvider.System);
    /// <summary>Name of the work.</summary>
    public const string Kind = "removals";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    // All topics are read now and then. In between only those with removals are, which go on every second.
    private static readonly TimeSpan ReadAllAfter = TimeSpan.FromSeconds(5);

    private IReadOnlyList<Topic> _running = [];
    private DateTimeOffset _allReadAt;
    private List<TopicState>? _left;
    private List<KeptData> _kept = [];

    public string Name => Kind;

    public async Task<RetentionBatch> DeleteAsync(int mostRows, CancellationToken ct)
    {
        if (obstacle() is { } waits)
            return new RetentionBatch(0, IsMore: false, [new KeptData(Kind, waits, null)]);
        _left ??= await BeginAsync(ct);
        var deleted = 0L;
        while (deleted < mostRows && _left is [var topic, ..])
        {
            ct.ThrowIfCancellationRequested();
            var (rows, isAll) = await AdvanceAsync(topic, (int)(mostRows - deleted), ct);
            deleted += rows;
            if (!isAll)
                return new RetentionBatch(deleted, IsMore: true, _kept);
            _left.RemoveAt(0);
        }

        if (_left.Count > 0)
            return new RetentionBatch(deleted, IsMore: true, _kept);
        _left = null;
        return new RetentionBatch(deleted, IsMore: false, _kept) { LookAfter = _kept.Count > 0 ? Soon : null };
    }

    private async Task<List<TopicState>> BeginAsync(CancellationToken ct)
    {
        var topics = new List<TopicState>();
        _kept = [];
        var isAll = _running.Count == 0 || now() - _allReadAt is var passed && (passed < TimeSpan.Zero || passed >= ReadAllAfter);
        _allReadAt = isAll ? now() : _allReadAt;
        foreach (var topic in isAll ? await list.ReadUsedAsync(ct) : _running)
        {
            var state = await reader.ReadAsync(topic, ct);
            if (state.Removals.Any(removal => !removal.IsOver))
                topics.Add(state);
            else if (!state.Exists)
                await lost.ReviveAsync(state, ct);
        }

        _running = [.. topics.Select(topic => topic.Topic)];
        return topics;
    }

    /// <summary>Advances the removals of a topic. What fails is reported and tried again.</summary>
    private async Task<(long Rows, bool IsAll)> AdvanceAsync(TopicState topic, int mostRows, CancellationToken ct)
    {
        var rows = 0L;
        foreach (var removal in topic.Removals.Where(removal => !removal.IsOver))
        {
            try
            {
                if (removal.Stage is RemovalStage.Begun)
                {
                    await DecideAsync(topic.Topic, removal, ct);
                    continue;
                }

                var (deleted, isAll) = await data.DeleteAsync(topic, removal, mostRows, ct);
                rows += deleted;
                if (!isAll)
                    return (rows, false);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                if (_throttle.IsDue(SubjectOf(topic.Topic, removal), out _))
                    log.Warning(failed, "The removal of {0} goes on later.", SubjectOf(topic.Topic, removal));
                _kept.Add(new KeptData(SubjectOf(topic.Topic, removal), $"deleted by {removal.Who}; the last step failed: {failed.Message}", null));
            }
        }

        return (rows, true);
    }

    private async Task DecideAsync(Topic topic, Removal removal, CancellationToken ct)
    {
        if (now() > removal.BegunAt + times.Patience)
        {
            await decision.GiveUpAsync(topic, removal, "not everything that it depends on could be asked in time.", ct);
            return;
        }

        var answer = await decision.RunAsync(topic, removal, ct);
        if (answer is null or { Stage: RemovalStage.Decided })
            _kept.Add(new KeptData(SubjectOf(topic, removal), $"is being deleted by {removal.Who}, since {removal.BegunAt:u}", null));
    }

    private static string SubjectOf(Topic topic, Removal removal) =>
        removal.Group is { } group ? $"group {group} of topic {topic}" : $"topic {topic}";
}
