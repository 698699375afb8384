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
    /// When a commit begins after another one was confirmed or stored, its messages arrive in each group after those of the other with the same
    /// key.
    /// </summary>
    CommitsInOrder = 11,

    /// <summary>
    /// A committed message that is due arrives in time in each group with a member, and comes again in time. An earlier message of its
    /// ordering key, or a group without room, may hold it up. A stored one is handed over in time while its service has a session.
    /// </summary>
    DeliveredInTime = 12,

    /// <summary>An open transaction is asked about in time while an instance of its producer group is there.</summary>
    AskedInTime = 13,

    /// <summary>A node that nothing has happened to does not end.</summary>
    NodesStay = 14,

    /// <summary>A call of a participant that runs is answered or refused within its time limit, whatever happens to the nodes.</summary>
    CallsEnd = 15,

    /// <summary>Causes for which messages wait are true when the coordinator names them.</summary>
    CausesAreTrue = 16,

    /// <summary>At most one send under a business key commits, and every send that succeeds names its transaction.</summary>
    OncePerKey = 17,

    /// <summary>A business key under which sends have failed can be sent again, and in the end a send under it succeeds.</summary>
    KeysStayFree = 18,
}
