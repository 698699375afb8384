namespace Coordinator.Participants.Producing;

/// <summary>What a local transaction wants to become.</summary>
public enum LocalOutcome
{
    /// <summary>Keep the business change and publish the messages.</summary>
    Commit = 1,

    /// <summary>Undo the business change and drop the messages.</summary>
    RollBack = 2,
}
