using System.Globalization;
using System.Security.Cryptography;

namespace Coordinator.Bench.Floors;

/// <summary>Rows of the floor, as long as the coordinator's and with the same kind of key.</summary>
internal sealed class FloorRows(IReadOnlyList<RowShape> shape)
{
    public const string Columns =
        "created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid";

    public const int Serializer = 4711;

    private const int Queues = 4;

    private readonly byte[][] _messages = [.. shape.Select(row => RandomNumberGenerator.GetBytes(row.Bytes))];

    public string WriterUuid { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public int Count => shape.Count;

    public (string PersistenceId, long SequenceNumber) Key(int row, long transaction) => shape[row].IsEntry
        ? (string.Create(CultureInfo.InvariantCulture, $"q-floor/{transaction % Queues}"), (transaction / Queues) + 1)
        : (string.Create(CultureInfo.InvariantCulture, $"t-{transaction:x32}"), row + 1);

    public byte[] Message(int row) => _messages[row];

    public string Manifest(int row) => shape[row].Manifest;
}
