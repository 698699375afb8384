using System.Text.Json;
using Coordinator.Contracts.Producing;
using Coordinator.Recovery;
using Coordinator.Topics.Log;
using Coordinator.Transactions;

namespace Coordinator.Administration;

/// <param name="Transactions">Open transactions.</param>
/// <param name="Next">Value of <c>after</c> for the next page; <c>null</c> at the end.</param>
internal sealed record OpenTransactionsView(IReadOnlyList<OpenTransactionView> Transactions, long? Next);

internal sealed record OpenTransactionView(string Id, string Phase, DateTimeOffset PreparedAt)
{
    public static OpenTransactionView Of(OpenTransaction open) =>
        new(open.Id.Value, JsonNamingPolicy.CamelCase.ConvertName(open.Phase.ToString()), open.PreparedAt);
}

internal sealed record ResolvedView(string Id, string Phase);

internal sealed record TransactionView(
    string Id,
    string Phase,
    string? Group,
    IReadOnlyList<PreparedMessageView> Messages,
    int Checks,
    int Answers,
    DateTimeOffset? NextCheck,
    string? Waiting,
    DecisionView? DecidedBy,
    IReadOnlyList<TimelineEntry> Timeline)
{
    public static TransactionView Of(TransactionDescription description) => new(
        description.Id.Value,
        Name(description.Phase),
        description.Group?.Value,
        [.. description.Messages.Select(PreparedMessageView.Of)],
        description.Checks,
        description.Answers,
        description.NextCheck,
        description.Waiting,
        description.DecidedBy is { } decidedBy ? DecisionView.Of(decidedBy) : null,
        description.Timeline);

    public static string Name(TransactionPhase phase) => JsonNamingPolicy.CamelCase.ConvertName(phase.ToString());
}

/// <summary>A prepared message without its body, which is for producers and consumers only.</summary>
internal sealed record PreparedMessageView(string Topic, int Queue, string? Key, string? OrderingKey, string? Tag, int Bytes)
{
    public static PreparedMessageView Of(RoutedMessage routed) => new(
        routed.Message.Topic.Value,
        QueueSchedule.QueueOf(routed.Queue),
        routed.Message.Key,
        routed.Message.OrderingKey,
        routed.Message.Tag,
        routed.Message.Body.Length);
}

/// <param name="By"><c>producer</c>, <c>check</c> or <c>operator</c>.</param>
/// <param name="Who">Instance or operator.</param>
/// <param name="Check">Number of the deciding check; <c>null</c> when no check decided.</param>
/// <param name="Detail">Explanation of the instance or the operator.</param>
/// <param name="Grounds">Answer of an instance that allowed an operator's decision, or <c>by force</c>; <c>null</c> in old journals.</param>
internal sealed record DecisionView(string By, string Who, int? Check, string? Detail, string? Grounds = null)
{
    public static DecisionView Of(DecidedBy decidedBy) => decidedBy switch
    {
        DecidedBy.Producer producer => new("producer", producer.Instance.Value, null, null),
        DecidedBy.HandOver handOver => new("hand over", handOver.Instance.Value, null, null),
        DecidedBy.Check check => new("check", check.Instance.Value, check.Number, check.Detail),
        DecidedBy.Operator person => new("operator", person.Who, null, person.Why, person.Grounds),
        _ => throw new NotSupportedException($"{decidedBy.GetType()} has no view."),
    };
}
