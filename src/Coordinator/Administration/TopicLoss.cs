using System.Globalization;
using System.Text.Json;
using Coordinator.Recovery;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;

namespace Coordinator.Administration;

/// <summary>Loss by the deletion of a topic.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Queues">Its queues.</param>
/// <param name="Schedules">Schedules of the queues.</param>
/// <param name="Scheduled">Number of delayed messages.</param>
/// <param name="Groups">Its groups.</param>
/// <param name="Open">Transactions that still send to it, up to a limit.</param>
internal sealed record TopicLoss(
    TopicState Topic,
    IReadOnlyList<QueueEnd> Queues,
    IReadOnlyList<QueueEnd> Schedules,
    long Scheduled,
    IReadOnlyList<GroupLoss> Groups,
    IReadOnlyList<OpenTransaction> Open)
{
    /// <summary>Last offset of each queue, then of each schedule.</summary>
    public IReadOnlyList<long> Ends => [.. Queues.Concat(Schedules).Select(queue => queue.Offset)];

    public long Messages => Queues.Sum(queue => queue.Offset - queue.FirstKept + 1);

    public long DeadLetters => Groups.Sum(group => group.DeadLetters);

    public IReadOnlyList<string> Members => [.. Groups.SelectMany(group => group.Members).Distinct().Order(StringComparer.Ordinal)];

    public string Words =>
        $"{Messages} messages that topic {Topic.Topic} keeps, {Scheduled} delayed messages, {DeadLetters} dead letters, and the progress of "
        + $"{Groups.Count} groups, of which {Groups.Count(group => group.Messages > 0)} have not handled all messages";

    /// <summary>Confirmation of exactly this loss: one message more makes another one.</summary>
    public Confirmation Confirmation => new(
        Messages, Ends.Sum(), DeadLetters, string.Join('/', ["topic", Topic.Topic.Value, Topic.LastRemoval.ToString(CultureInfo.InvariantCulture), .. Ends]));

    public TopicLossView View => new(
        Topic.Topic.Value,
        Messages,
        Scheduled,
        DeadLetters,
        [.. Groups.Select(group => group.View)],
        [.. Open.Select(open => new SenderView(open.Id.Value, JsonNamingPolicy.CamelCase.ConvertName(open.Phase.ToString()), open.Group?.Value))]);
}

/// <param name="Topic">The topic.</param>
/// <param name="Messages">Number of messages that its queues keep.</param>
/// <param name="Scheduled">Number of delayed messages.</param>
/// <param name="DeadLetters">Number of dead letters of its groups.</param>
/// <param name="Groups">Groups, with what they have not handled.</param>
/// <param name="Transactions">Transactions that still send to it, up to a hundred. They must end first.</param>
internal sealed record TopicLossView(
    string Topic, long Messages, long Scheduled, long DeadLetters, IReadOnlyList<GroupLossView> Groups, IReadOnlyList<SenderView> Transactions);

/// <param name="Id">Id of the transaction.</param>
/// <param name="Phase"><c>prepared</c>, <c>parked</c> or <c>committed</c>.</param>
/// <param name="Group">Producer group.</param>
internal sealed record SenderView(string Id, string Phase, string? Group);
