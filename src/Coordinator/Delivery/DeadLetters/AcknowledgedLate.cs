using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.DeadLetters;

/// <summary>Tells that a delivery was handled whose message is a dead letter, or becomes one.</summary>
internal sealed record AcknowledgedLate(int Run, long Offset, int Attempt, InstanceId? Instance) : IOutdated;
