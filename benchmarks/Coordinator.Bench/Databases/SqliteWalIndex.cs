using System.Buffers.Binary;

namespace Coordinator.Bench.Databases;

/// <summary>
/// Header that SQLite's processes share about the log, as described in SQLite's document "WAL-mode File Format".
/// </summary>
internal static class SqliteWalIndex
{
    // iChange, which every commit increments. It is in the machine's byte order: little-endian on every platform of .NET.
    private const int ChangeCounter = 8;

    /// <summary>Counts the commits since the database's log was created; <c>null</c> when there is no log.</summary>
    public static long? Commits(string database)
    {
        var index = $"{database}-shm";
        if (!File.Exists(index))
            return null;
        using var file = new FileStream(index, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var header = new byte[ChangeCounter + sizeof(uint)];
        file.ReadExactly(header);
        return BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(ChangeCounter));
    }
}
