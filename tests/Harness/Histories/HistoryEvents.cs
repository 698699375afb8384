using System.Text.Json.Serialization;

namespace Coordinator.Harness.Histories;

/// <summary>A line of a history: an event at one participant, with its time.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "what")]
[JsonDerivedType(typeof(Begun), "begun")]
[JsonDerivedType(typeof(Prepared), "prepared")]
[JsonDerivedType(typeof(Committing), "committing")]
[JsonDerivedType(typeof(Told), "told")]
[JsonDerivedType(typeof(Ended), "ended")]
[JsonDerivedType(typeof(Asked), "asked")]
[JsonDerivedType(typeof(Joined), "joined")]
[JsonDerivedType(typeof(Died), "died")]
[JsonDerivedType(typeof(Arrived), "arrived")]
[JsonDerivedType(typeof(Handled), "handled")]
[JsonDerivedType(typeof(Declined), "declined")]
[JsonDerivedType(typeof(Struck), "struck")]
[JsonDerivedType(typeof(Healed), "healed")]
[JsonDerivedType(typeof(Stopped), "stopped")]
[JsonDerivedType(typeof(Restarted), "restarted")]
[JsonDerivedType(typeof(Seen), "seen")]
[JsonDerivedType(typeof(RowsDeleted), "rowsDeleted")]
[JsonDerivedType(typeof(Connected), "connected")]
[JsonDerivedType(typeof(Disconnected), "disconnected")]
[JsonDerivedType(typeof(HandedOver), "handedOver")]
[JsonDerivedType(typeof(KeyBegun), KeyBegun.What)]
[JsonDerivedType(typeof(KeyTried), "keyTried")]
[JsonDerivedType(typeof(KeyEnded), KeyEnded.What)]
public abstract record Entry
{
    /// <summary>Microseconds on the machine's monotonic clock, which all processes share and no fault changes.</summary>
    public long At { get; init; }
}

/// <summary>A message as its producer sent it.</summary>
/// <param name="Key">Ordering key; <c>null</c> for none.</param>
/// <param name="Body">Body as text.</param>
/// <param name="DelayMs">Time in milliseconds from the commit until the message is due.</param>
/// <param name="Fails">Number of first deliveries that its handlers decline.</param>
/// <param name="Kills">True when the first handler of each group ends its process.</param>
public sealed record Sent(string? Key, string Body, int DelayMs = 0, int Fails = 0, bool Kills = false);

/// <summary>A producer is about to prepare a transaction. Written before the coordinator can know of it.</summary>
/// <param name="Id">Transaction.</param>
/// <param name="Plan">Behaviour of the producer, for people.</param>
/// <param name="Messages">Messages, in the order of their index.</param>
/// <param name="Name">Name that begins with that of its producer; <c>null</c> when the id is that name.</param>
public sealed record Begun(string Id, string Plan, IReadOnlyList<Sent> Messages, string? Name = null) : Entry;

/// <summary>The coordinator has answered that the transaction is prepared.</summary>
public sealed record Prepared(string Id) : Entry;

/// <summary>
/// A producer begins to commit: first its database, then at the coordinator. Written before either, and so before a check can find the
/// commit.
/// </summary>
public sealed record Committing(string Id) : Entry;

/// <summary>The coordinator has reported the state of a transaction.</summary>
/// <param name="Id">Transaction.</param>
/// <param name="Verdict">State.</param>
/// <param name="On">Occasion: the reply to a command, a look at the administration, the journal.</param>
public sealed record Told(string Id, Verdict Verdict, string On) : Entry;

/// <summary>The producer's work on a transaction is over.</summary>
public sealed record Ended(string Id, Result Result, string? Detail = null) : Entry;

/// <summary>The coordinator has asked a producer for the outcome of a transaction. Written when the answer is known.</summary>
/// <param name="Id">Transaction.</param>
/// <param name="IsFinal">True when the answer is that it is committed or rolled back, so that nobody asks again.</param>
public sealed record Asked(string Id, bool IsFinal) : Entry;

/// <summary>A member of a group starts: queues are distributed again.</summary>
/// <param name="Group">Consumer group.</param>
/// <param name="Room">Most handlers that run in the member at once; 0 when nobody knows.</param>
public sealed record Joined(string Group, int Room = 0) : Entry;

/// <summary>The process of a member is about to end, because the message that it handles does that.</summary>
/// <param name="Group">Consumer group.</param>
/// <param name="Message">Transaction and index.</param>
public sealed record Died(string Group, string Message) : Entry;

/// <summary>A message was delivered to a consumer. The first line that its handler writes.</summary>
/// <param name="Group">Consumer group.</param>
/// <param name="Message">Transaction and index, as in <c>orders-1.7/0</c>.</param>
/// <param name="Key">Ordering key; <c>null</c> for none.</param>
/// <param name="Queue">Topic and number, as in <c>orders/3</c>.</param>
/// <param name="Offset">Offset in the queue.</param>
/// <param name="Attempt">Number of the delivery.</param>
/// <param name="Body">Body as text.</param>
public sealed record Arrived(
    string Group, string Message, string? Key, string Queue, long Offset, int Attempt, string Body) : Entry
{
    /// <summary>Topic of the queue.</summary>
    [JsonIgnore]
    public string Topic => Queue[..Math.Max(0, Queue.LastIndexOf('/'))];
}

/// <summary>The effect is committed in the consumer's database; the acknowledgement comes next.</summary>
/// <param name="Group">Consumer group.</param>
/// <param name="Message">Transaction and index.</param>
/// <param name="Effect">False when an earlier delivery had the effect.</param>
public sealed record Handled(string Group, string Message, bool Effect) : Entry;

/// <summary>The consumer asks for the message again, later.</summary>
public sealed record Declined(string Group, string Message) : Entry;

/// <summary>A fault begins.</summary>
/// <param name="Number">Number of the fault, counted from 1.</param>
/// <param name="Kind">Kind of the fault.</param>
/// <param name="Target">Process or connection, for people. The name alone when it is a participant.</param>
/// <param name="Recovery">Seconds from its end until everything must be in time again.</param>
/// <param name="EndsNodes">True when nodes that it cuts off, or holds up, may end by themselves.</param>
public sealed record Struck(int Number, string Kind, string Target, double Recovery = 45, bool EndsNodes = false) : Entry;

/// <summary>A fault ends: the killed process is ready again, the connection works again.</summary>
public sealed record Healed(int Number) : Entry;

/// <summary>A node has ended by itself.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="ExitCode">Its exit code.</param>
public sealed record Stopped(string Node, int ExitCode) : Entry;

/// <summary>A node that had ended by itself serves participants again.</summary>
/// <param name="Node">Name of the node.</param>
public sealed record Restarted(string Node) : Entry;

/// <summary>The coordinator has told what the messages of a group wait for.</summary>
/// <param name="Group">Consumer group.</param>
/// <param name="Queue">Topic and number.</param>
/// <param name="Waits">Causes, each with the message that waits.</param>
public sealed record Seen(string Group, string Queue, IReadOnlyList<SeenWait> Waits) : Entry;

/// <param name="Offset">Offset of the message.</param>
/// <param name="Cause">Cause, as the coordinator names it.</param>
/// <param name="Behind">Offset of the message that has its ordering key, if that is the cause.</param>
public sealed record SeenWait(long Offset, string Cause, long? Behind);

/// <summary>The coordinator has told what its retention has deleted.</summary>
/// <param name="Kind">Kind of data.</param>
/// <param name="Rows">Number of rows since retention moved to its node.</param>
public sealed record RowsDeleted(string Kind, long Rows) : Entry;

/// <summary>A participant has a session with the coordinator.</summary>
/// <param name="Participant">Name of its process, which is another one after each restart.</param>
public sealed record Connected(string Participant) : Entry;

/// <summary>A participant has lost its session.</summary>
/// <param name="Participant">Name of its process.</param>
public sealed record Disconnected(string Participant) : Entry;

/// <summary>The coordinator has answered to the hand-over of a transaction whose messages were stored.</summary>
/// <param name="Participant">Name of the process that handed it over.</param>
/// <param name="IsTaken">False when the coordinator refused it.</param>
public sealed record HandedOver(string Participant, bool IsTaken) : Entry;
