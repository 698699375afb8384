namespace Coordinator.Delivery.Common;

/// <summary>A position or an entry could not be read. The requester repeats its request.</summary>
internal sealed record LookupFailed(Exception Cause) : IOutdated;
