namespace Coordinator.Persistence.GroupCommit;

/// <summary>Events as one array per column, for PostgreSQL.</summary>
internal sealed class JournalColumns
{
    public JournalColumns(IReadOnlyList<EventWrite> writes)
        : this(writes.Sum(write => write.Events.Count))
    {
        var row = 0;
        foreach (var write in writes)
        {
            foreach (var stored in write.Events)
                Set(row++, stored);
        }
    }

    public JournalColumns(IReadOnlyList<StoredEvent> events)
        : this(events.Count)
    {
        for (var row = 0; row < events.Count; row++)
            Set(row, events[row]);
    }

    private JournalColumns(int count)
    {
        Created = new long[count];
        PersistenceIds = new string[count];
        SequenceNumbers = new long[count];
        Messages = new byte[count][];
        Manifests = new string[count];
        Serializers = new int[count];
        WriterUuids = new string[count];
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
