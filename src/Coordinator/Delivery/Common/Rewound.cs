namespace Coordinator.Delivery.Common;

/// <summary>Rewind of a group by an operator.</summary>
internal sealed record Rewound(string Who, DateTimeOffset When);
