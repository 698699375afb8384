namespace Coordinator.Participants;

internal sealed class ParticipantHost;
