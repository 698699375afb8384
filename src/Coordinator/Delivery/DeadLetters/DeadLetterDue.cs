using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Delivery.Common;

namespace Coordinator.Delivery.DeadLetters;

internal sealed record DeadLetterDue(int Run, long Offset, MessageId Message, int Attempts, string? Reason) : IOutdated;
