namespace Coordinator.Bench.Filling;

/// <summary>Row of the journal.</summary>
internal sealed record JournalRow(
    string PersistenceId, long SequenceNumber, byte[] Message, string Manifest, int Serializer, string Writer, long Created)
{
    public const string Columns =
        "created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid";
}
