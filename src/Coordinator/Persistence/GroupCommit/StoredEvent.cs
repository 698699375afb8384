namespace Coordinator.Persistence.GroupCommit;

/// <summary>A row of Akka.Persistence.Sql's journal table, but for its ordering, which the database gives.</summary>
/// <param name="PersistenceId">Whose event it is.</param>
/// <param name="SequenceNumber">Its place among the events of that id; unique with it.</param>
/// <param name="Created">When it was written, in ticks of UTC.</param>
/// <param name="Message">The event as its serializer wrote it.</param>
/// <param name="Manifest">What that serializer called it.</param>
/// <param name="Serializer">The identifier of that serializer.</param>
/// <param name="WriterUuid">The incarnation of the actor that wrote it.</param>
internal readonly record struct StoredEvent(
    string PersistenceId,
    long SequenceNumber,
    long Created,
    byte[] Message,
    string Manifest,
    int Serializer,
    string WriterUuid);
