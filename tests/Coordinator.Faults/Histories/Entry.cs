using System.Text.Json.Serialization;

namespace Coordinator.Faults.Histories;

/// <summary>One line of a history: something that a participant did, was told or got, when it happened.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "what")]
[JsonDerivedType(typeof(Begun), "begun")]
[JsonDerivedType(typeof(Prepared), "prepared")]
[JsonDerivedType(typeof(Told), "told")]
[JsonDerivedType(typeof(Ended), "ended")]
[JsonDerivedType(typeof(Joined), "joined")]
[JsonDerivedType(typeof(Arrived), "arrived")]
[JsonDerivedType(typeof(Handled), "handled")]
[JsonDerivedType(typeof(Declined), "declined")]
[JsonDerivedType(typeof(Struck), "struck")]
[JsonDerivedType(typeof(Healed), "healed")]
internal abstract record Entry
{
    /// <summary>Microseconds on the machine's monotonic clock, which all processes share and no fault moves.</summary>
    public long At { get; init; }
}

/// <summary>A message as its producer meant it.</summary>
/// <param name="Key">Its ordering key; <c>null</c> without one.</param>
internal sealed record Sent(string? Key, string Body);

/// <summary>A producer is about to prepare a transaction. Written before anybody else can know of it.</summary>
/// <param name="Plan">What it means to do with it; for people.</param>
internal sealed record Begun(string Id, string Plan, IReadOnlyList<Sent> Messages) : Entry;

/// <summary>The coordinator has answered that the transaction is prepared.</summary>
internal sealed record Prepared(string Id) : Entry;

/// <summary>The coordinator has said how a transaction stands.</summary>
/// <param name="On">On what occasion: a command's reply, or a look at its administration.</param>
internal sealed record Told(string Id, Verdict Verdict, string On) : Entry;

/// <summary>The producer's work on a transaction is over, one way or another.</summary>
internal sealed record Ended(string Id, Result Result, string? Detail = null) : Entry;

/// <summary>A member of a group begins: what there is to consume is divided anew.</summary>
internal sealed record Joined(string Group) : Entry;

/// <summary>A message got into the hands of a consumer: the first thing that its handler writes.</summary>
/// <param name="Message">Transaction and index, as in <c>orders-1.7/0</c>.</param>
internal sealed record Arrived(
    string Group, string Message, string? Key, string Queue, long Offset, int Attempt, string Body) : Entry;

/// <summary>The effect is committed in the consumer's database; the acknowledgement comes next.</summary>
internal sealed record Handled(string Group, string Message, bool Effect) : Entry;

/// <summary>The consumer asks for the message again, later.</summary>
internal sealed record Declined(string Group, string Message) : Entry;

/// <summary>The suite begins a fault.</summary>
/// <param name="Number">Counted from 1, in the order of the schedule.</param>
internal sealed record Struck(int Number, string Kind, string Target) : Entry;

/// <summary>The suite has taken the fault back: what was killed is ready again, what was cut is whole.</summary>
internal sealed record Healed(int Number) : Entry;

/// <summary>How a transaction stands, in the words of whoever says so.</summary>
internal enum Verdict
{
    /// <summary>Nobody knows of it.</summary>
    None = 0,

    /// <summary>Prepared or parked.</summary>
    Open = 1,

    Committed = 2,

    RolledBack = 3,
}

/// <summary>How an operation ended for its producer.</summary>
internal enum Result
{
    /// <summary>The coordinator has confirmed the outcome: this commit or rollback is acknowledged.</summary>
    Confirmed = 1,

    /// <summary>The local outcome is durable, and the coordinator could not be told.</summary>
    Unconfirmed = 2,

    /// <summary>It fell silent on purpose; a check must find out.</summary>
    Silent = 3,

    /// <summary>A check was first.</summary>
    Fenced = 4,

    /// <summary>No coordinator in time.</summary>
    Unavailable = 5,

    /// <summary>The coordinator refused.</summary>
    Refused = 6,

    /// <summary>The producer's own database failed.</summary>
    Failed = 7,
}
