namespace Coordinator.Faults.Checking;

/// <summary>A promise that was broken.</summary>
/// <param name="Promise">Which one.</param>
/// <param name="What">What happened, in one sentence.</param>
internal sealed record Violation(Promise Promise, string What)
{
    /// <summary>Whether it may yet come right: what is missing can still come, what is wrong stays wrong.</summary>
    public bool MayPass => Promise is Promise.NothingLost or Promise.EverythingDecided;
}

/// <summary>What the coordinator promises.</summary>
internal enum Promise
{
    /// <summary>Every commit that was acknowledged, or stands in its database, came to each group at least once.</summary>
    NothingLost = 1,

    /// <summary>No message of a rolled back or undecided transaction came to anybody.</summary>
    NothingUndue = 2,

    /// <summary>Nobody was told two different decisions of one transaction.</summary>
    DecisionsStand = 3,

    /// <summary>What was decided is what stands in the producer's database.</summary>
    DecisionsAreTrue = 4,

    /// <summary>In the end no transaction is open.</summary>
    EverythingDecided = 5,

    /// <summary>First deliveries of a key come to a group in the order of their queue.</summary>
    KeysInOrder = 6,

    /// <summary>What came was sent, with this content.</summary>
    NothingInvented = 7,

    /// <summary>A message has one place in one queue, and a place one message.</summary>
    OnePlace = 8,

    /// <summary>A message has one effect in each group's database.</summary>
    OneEffect = 9,

    /// <summary>A message comes again only where something happened that explains it.</summary>
    DuplicatesBounded = 10,
}
