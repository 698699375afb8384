using System.Data.Common;
using System.Globalization;
using System.Text;
using Coordinator.Bench.Databases;
using Coordinator.Bench.Load;

namespace Coordinator.Bench.Filling;

/// <summary>
/// Rows of one finished transaction, with the positions of its id and payload key. The rows of any other transaction are made
/// by replacing these bytes with others of the same length.
/// </summary>
internal sealed class JournalTemplate
{
    private const string OneSql = "SELECT persistence_id FROM journal WHERE manifest = 'ta' ORDER BY ordering LIMIT 1";
    private const string EntriesSql =
        $"SELECT {JournalRow.Columns} FROM journal WHERE manifest = 'qe' ORDER BY ordering LIMIT 1000";
    private const string EndsSql =
        "SELECT persistence_id, MAX(sequence_number) FROM journal WHERE manifest = 'qe' GROUP BY persistence_id";
    private const string TransactionPrefix = "t-";
    private const int IdLength = 32;

    private readonly IReadOnlyList<JournalRow> _ofTransaction;
    private readonly JournalRow _entry;
    private readonly byte[] _id;
    private readonly byte[] _payload;

    private JournalTemplate(
        string id, IReadOnlyList<JournalRow> ofTransaction, JournalRow entry, IReadOnlyDictionary<string, long> queueEnds)
    {
        (_ofTransaction, _entry, QueueEnds) = (ofTransaction, entry, queueEnds);
        _id = Encoding.ASCII.GetBytes(id);
        _payload = KeyIn(entry.Message);
    }

    /// <summary>Gets the last offset of each queue, by persistence id.</summary>
    public IReadOnlyDictionary<string, long> QueueEnds { get; }

    public int RowsPerTransaction => _ofTransaction.Count + 1;

    public static async Task<JournalTemplate> ReadAsync(DbConnection connection, CancellationToken ct)
    {
        var found = await connection.QueryAsync(OneSql, row => row.GetString(0), ct);
        if (found.Count == 0)
            throw new BenchFailedException("The journal has no completed transaction to use as a template. Fill a journal only after a load has run.");
        var id = found[0][TransactionPrefix.Length..];
        var own = await connection.QueryAsync(
            $"SELECT {JournalRow.Columns} FROM journal WHERE persistence_id = '{found[0]}' ORDER BY ordering", Read, ct);
        var entries = await connection.QueryAsync(EntriesSql, Read, ct);
        var ends = await connection.QueryAsync(EndsSql, row => (Queue: row.GetString(0), End: row.GetInt64(1)), ct);
        return id.Length == IdLength
            ? new JournalTemplate(
                id,
                own,
                entries.First(entry => entry.Message.AsSpan().IndexOf(Encoding.ASCII.GetBytes(id)) >= 0),
                ends.ToDictionary(end => end.Queue, end => end.End))
            : throw new BenchFailedException($"The id {id} does not have the length of the benchmark's ids.");
    }

    /// <summary>Builds the rows of another transaction, whose message is at the given offset of a queue.</summary>
    /// <param name="producer">Number of the producer.</param>
    /// <param name="number">Number of the transaction.</param>
    /// <param name="at">Time of the transaction, in its id and in its rows.</param>
    /// <param name="queue">Persistence id of the queue.</param>
    /// <param name="offset">Offset in the queue.</param>
    public IEnumerable<JournalRow> Rows(int producer, long number, DateTimeOffset at, string queue, long offset)
    {
        var id = Encoding.ASCII.GetBytes(Decisions.IdOf(at.ToUnixTimeMilliseconds(), producer, number));
        var payload = Payload.Key(producer, number);
        foreach (var row in _ofTransaction)
            yield return Changed(row, id, payload) with { PersistenceId = TransactionPrefix + Encoding.ASCII.GetString(id), Created = at.UtcTicks };
        var entry = Changed(_entry, id, payload);
        ReplaceTime(entry.Message, entry.Created, at.UtcTicks);
        yield return entry with { PersistenceId = queue, SequenceNumber = offset, Created = at.UtcTicks };
    }

    /// <summary>Finds the first bytes of the message's body, which is the field after the topic.</summary>
    private static byte[] KeyIn(ReadOnlySpan<byte> message)
    {
        const byte bodyTag = 2 << 3 | 2;
        var body = message.IndexOf([.. Encoding.ASCII.GetBytes(TransactionLoad.Topic.Value), bodyTag]) + TransactionLoad.Topic.Value.Length + 1;
        if (body <= TransactionLoad.Topic.Value.Length)
            throw new BenchFailedException("The entry of the queue holds no message of the benchmark.");
        // The length of the body comes first, seven bits a byte.
        while ((message[body] & 0x80) != 0)
            body++;
        var payload = Payload.Read(message[(body + 1)..]);
        return Payload.Key(payload.Producer, payload.Number);
    }

    private JournalRow Changed(JournalRow row, byte[] id, byte[] payload)
    {
        var message = row.Message.ToArray();
        Replace(message, _id, id);
        Replace(message, _payload, payload);
        return row with { Message = message };
    }

    private static void Replace(Span<byte> within, byte[] old, byte[] by)
    {
        if (within.IndexOf(old) is var place and >= 0)
            by.CopyTo(within[place..]);
    }

    /// <summary>Replaces the times of the commit and the append, in ticks. Old and new ones take nine bytes as a varint.</summary>
    private static void ReplaceTime(Span<byte> message, long created, long by)
    {
        const int length = 9;
        var found = false;
        for (var place = 0; place + length <= message.Length; place++)
        {
            var value = 0L;
            for (var index = 0; index < length; index++)
                value |= (long)(message[place + index] & 0x7F) << (7 * index);
            if (message[place + length - 1] >= 0x80 || Math.Abs(value - created) > TimeSpan.TicksPerHour)
                continue;
            for (var index = 0; index < length; index++)
                message[place + index] = (byte)(((ulong)by >> (7 * index) & 0x7F) | (index < length - 1 ? 0x80u : 0));
            found = true;
        }

        if (!found)
            throw new BenchFailedException("The entry of the queue holds no time of its append.");
    }

    private static JournalRow Read(DbDataReader row) => new(
        row.GetString(2),
        row.GetInt64(3),
        (byte[])row.GetValue(4),
        row.GetString(5),
        Convert.ToInt32(row.GetValue(6), CultureInfo.InvariantCulture),
        row.GetString(7),
        row.GetInt64(0));
}
