using System.Buffers.Binary;

namespace Coordinator.Bench.Databases;

/// <summary>What SQLite's processes share about the log, as its documentation "WAL-mode File Format" lays it out.</summary>
internal static class SqliteWalIndex
{
    // iChange: incremented by every commit. In the byte order of the machine, which is little on all that .NET runs on.
    private const int ChangeCounter = 8;

    /// <summary>How often somebody committed to the database since its log was made; null when there is no log.</summary>
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
