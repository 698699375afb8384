namespace Coordinator.Persistence.GroupCommit;

/// <summary>Row of Akka.Persistence.Sql's journal table, without its ordering, which the database assigns.</summary>
/// <param name="PersistenceId">Persistence id of the event.</param>
/// <param name="SequenceNumber">Sequence number of the event, unique together with the persistence id.</param>
/// <param name="Created">Time of the write, in ticks of UTC.</param>
/// <param name="Message">Serialized event.</param>
/// <param name="Manifest">Manifest of the serializer.</param>
/// <param name="Serializer">Identifier of the serializer.</param>
/// <param name="WriterUuid">Incarnation of the actor that wrote the event.</param>
internal readonly record struct StoredEvent(
    string PersistenceId,
    long SequenceNumber,
    long Created,
    byte[] Message,
    string Manifest,
    int Serializer,
    string WriterUuid);
