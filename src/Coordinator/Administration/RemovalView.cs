using System.Text.Json;
using Coordinator.Topics.Catalog;

namespace Coordinator.Administration;

/// <param name="Topic">The topic.</param>
/// <param name="Group">Group that is deleted; <c>null</c> for the whole topic.</param>
/// <param name="State"><c>begun</c>, <c>abandoned</c>, <c>decided</c> (gone, its data is being deleted) or <c>completed</c>.</param>
/// <param name="Since">Time of the state.</param>
/// <param name="Who">The operator.</param>
/// <param name="Why">The reason.</param>
/// <param name="Loses">What is lost, in words.</param>
/// <param name="Begun">Time of the begin.</param>
/// <param name="Reason">Reason why it was abandoned.</param>
internal sealed record RemovalView(
    string Topic,
    string? Group,
    string State,
    DateTimeOffset Since,
    string Who,
    string Why,
    string Loses,
    DateTimeOffset Begun,
    string? Reason)
{
    public static RemovalView Of(TopicState topic, Removal removal) => new(
        topic.Topic.Value,
        removal.Group?.Value,
        JsonNamingPolicy.CamelCase.ConvertName(removal.Stage.ToString()),
        removal.StageAt,
        removal.Who,
        removal.Why,
        removal.Lost,
        removal.BegunAt,
        removal.Reason);
}

/// <param name="Removals">Removals, the latest first.</param>
internal sealed record RemovalsView(IReadOnlyList<RemovalView> Removals)
{
    public static RemovalsView Of(IEnumerable<TopicState> topics) => new([.. topics
        .SelectMany(topic => topic.Removals.Select(removal => RemovalView.Of(topic, removal)))
        .OrderByDescending(removal => removal.Begun)]);
}
