using Coordinator.Contracts.Consuming;
using Coordinator.EndToEnd.Tests.Processes;

namespace Coordinator.EndToEnd.Tests.Participants;

/// <summary>Starts the participants that most tests need.</summary>
internal static class CoordinatorParticipants
{
    /// <summary>Starts a producer of the group <c>orders</c>, with its database.</summary>
    public static Task<Participant> ProducerAsync(this TestCoordinator coordinator, TimeSpan? commandTimeout = null) =>
        Participant.ProducerAsync(
            coordinator.ContactPoint, DoomedParticipant.ProducerGroup, coordinator.Database("orders"), commandTimeout);

    /// <summary>Starts a consumer that records all messages from the beginning.</summary>
    public static Task<Participant> ConsumerAsync(
        this TestCoordinator coordinator, string group, ArrivalLog log, string topic = DoomedParticipant.Topic) =>
        Participant.StartAsync(coordinator.ContactPoint, null, participant => participant.AddConsumer(
            group,
            topic,
            (message, _) => log.AddAsync(message),
            consumer => consumer.StartFrom = StartPosition.FromBeginning));
}
