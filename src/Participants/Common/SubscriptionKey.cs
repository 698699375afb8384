using Coordinator.Contracts;

namespace Coordinator.Participants.Common;

internal readonly record struct SubscriptionKey(ConsumerGroup Group, Topic Topic);
