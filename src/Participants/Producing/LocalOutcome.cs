namespace Coordinator.Participants.Producing;

/// <summary>Outcome of a local transaction, chosen by its code.</summary>
public enum LocalOutcome
{
    /// <summary>Keep the business change and publish the messages.</summary>
    Commit = 1,

    /// <summary>Undo the business change and drop the messages.</summary>
    RollBack = 2,
}
