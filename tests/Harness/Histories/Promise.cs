namespace Coordinator.Harness.Histories;

/// <summary>Guarantee of the coordinator.</summary>
public enum Promise
{
    /// <summary>Each message of a commit that was acknowledged, or is in its database, arrives in each group at least once.</summary>
    NothingLost = 1,

    /// <summary>No message of a transaction that is rolled back or undecided arrives.</summary>
    NothingUndue = 2,

    /// <summary>A transaction has one decision, which never changes.</summary>
    DecisionsStand = 3,

    /// <summary>The decision of a transaction is the outcome in its producer's database.</summary>
    DecisionsAreTrue = 4,

    /// <summary>At the end no transaction is open.</summary>
    EverythingDecided = 5,

    /// <summary>First deliveries of a key arrive in a group in the order of their queue.</summary>
    KeysInOrder = 6,

    /// <summary>A message that arrives was sent, with the same content.</summary>
    NothingInvented = 7,

    /// <summary>A message has one offset in one queue, and an offset has one message.</summary>
    OnePlace = 8,

    /// <summary>A message has one effect in each group's database.</summary>
    OneEffect = 9,

    /// <summary>A message is delivered again only after an event that explains it.</summary>
    DuplicatesBounded = 10,

    /// <summary>
    /// When a commit begins after another one was confirmed, its messages arrive in each group after those of the other with the same key.
    /// </summary>
    CommitsInOrder = 11,
}
