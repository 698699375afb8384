namespace Coordinator.Delivery.Filters;

/// <summary>Set of tags that a member of a group has asked for.</summary>
/// <param name="Tags">The tags.</param>
/// <param name="SeenAt">Time at which a member with these tags was last seen, to within a few minutes.</param>
/// <param name="Absent">Time since then in which the group had other members only.</param>
internal sealed record FilterSet(TagSet Tags, DateTimeOffset SeenAt, TimeSpan Absent);
