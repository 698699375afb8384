namespace Coordinator.Delivery.Common;

/// <summary>An operator moved the group.</summary>
internal sealed record Rewound(string Who, DateTimeOffset When);
