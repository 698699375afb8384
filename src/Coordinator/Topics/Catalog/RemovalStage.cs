namespace Coordinator.Topics.Catalog;

/// <summary>Stage of a removal.</summary>
internal enum RemovalStage
{
    /// <summary>Consumers cannot attach, and nothing is removed yet.</summary>
    Begun = 1,

    /// <summary>Nothing was removed.</summary>
    Abandoned = 2,

    /// <summary>The group or the topic is gone, and its data is being deleted.</summary>
    Decided = 3,

    /// <summary>Nothing is left.</summary>
    Completed = 4,
}
