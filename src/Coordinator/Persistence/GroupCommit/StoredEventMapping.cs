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
        var stored = ToEvent(payload, representation.PersistenceId, representation.SequenceNr) with { WriterUuid = representation.WriterGuid };
        return representation.Timestamp is 0 ? stored : stored with { Created = representation.Timestamp };
    }

    /// <summary>Converts an event that no persistent actor writes.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="persistenceId">Persistence id.</param>
    /// <param name="sequenceNumber">Sequence number; 0 when it is given later.</param>
    public StoredEvent ToEvent(object payload, string persistenceId, long sequenceNumber = 0)
    {
        var serializer = serialization.FindSerializerFor(payload);
        return new StoredEvent(
            persistenceId,
            sequenceNumber,
            clock.Now.UtcTicks,
            serializer.ToBinary(payload),
            Serialization.ManifestFor(serializer, payload),
            serializer.Identifier,
            WriterUuid: "");
    }
}
