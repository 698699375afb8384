namespace Coordinator.Persistence.GroupCommit;

/// <summary>Events of a group as one array per column, for PostgreSQL.</summary>
internal sealed class JournalColumns
{
    public JournalColumns(IReadOnlyList<JournalWrite> writes)
    {
        var count = 0;
        foreach (var write in writes)
            count += write.Events.Count;
        Created = new long[count];
        PersistenceIds = new string[count];
        SequenceNumbers = new long[count];
        Messages = new byte[count][];
        Manifests = new string[count];
        Serializers = new int[count];
        WriterUuids = new string[count];
        var row = 0;
        foreach (var write in writes)
        {
            foreach (var stored in write.Events)
                Set(row++, stored);
        }
    }

    public long[] Created { get; }

    public string[] PersistenceIds { get; }

    public long[] SequenceNumbers { get; }

    public byte[][] Messages { get; }

    public string[] Manifests { get; }

    public int[] Serializers { get; }

    public string[] WriterUuids { get; }

    private void Set(int row, in StoredEvent stored)
    {
        Created[row] = stored.Created;
        PersistenceIds[row] = stored.PersistenceId;
        SequenceNumbers[row] = stored.SequenceNumber;
        Messages[row] = stored.Message;
        Manifests[row] = stored.Manifest;
        Serializers[row] = stored.Serializer;
        WriterUuids[row] = stored.WriterUuid;
    }
}
