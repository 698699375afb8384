using Coordinator.Contracts;

namespace Coordinator.Testing.Captured;

/// <summary>A message that a consumer group could not handle.</summary>
/// <param name="Group">The group.</param>
/// <param name="Id">Id of the message, by which it is found among the captured messages.</param>
/// <param name="Topic">Topic of the message.</param>
/// <param name="Attempts">Number of deliveries.</param>
/// <param name="Reason">Reason of the last failure; <c>null</c>: the handler gave none.</param>
public sealed record CapturedDeadLetter(ConsumerGroup Group, MessageId Id, Topic Topic, int Attempts, string? Reason);
