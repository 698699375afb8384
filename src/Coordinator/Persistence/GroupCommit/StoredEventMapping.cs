using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Akka.Serialization;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>
/// Converts between Akka's representation of an event and its row, in the same way as Akka.Persistence.Sql's own journal.
/// </summary>
internal sealed class StoredEventMapping(Serialization serialization, ITimeProvider clock)
{
    public IPersistentRepresentation ToRepresentation(in StoredEvent stored) => new Persistent(
        serialization.Deserialize(stored.Message, stored.Serializer, stored.Manifest),
        stored.SequenceNumber,
        stored.PersistenceId,
        stored.Manifest,
        isDeleted: false,
        ActorRefs.NoSender,
        stored.WriterUuid,
        stored.Created);

    /// <exception cref="NotSupportedException">
    /// The event is tagged. The coordinator never reads by tag, so this journal stores no tags.
    /// </exception>
    public StoredEvent ToEvent(IPersistentRepresentation representation)
    {
        var payload = representation.Payload;
        if (payload is Tagged)
            throw new NotSupportedException($"'{representation.PersistenceId}' wrote a tagged event, but this journal stores no tags.");
        var serializer = serialization.FindSerializerFor(payload);
        return new StoredEvent(
            representation.PersistenceId,
            representation.SequenceNr,
            representation.Timestamp is 0 ? clock.Now.UtcTicks : representation.Timestamp,
            serializer.ToBinary(payload),
            Serialization.ManifestFor(serializer, payload),
            serializer.Identifier,
            representation.WriterGuid);
    }
}
