namespace Coordinator.Bench.Databases;

/// <summary>Work of a database since it was created. A value that cannot be measured is <c>null</c>.</summary>
/// <param name="Cpu">CPU time of all its processes.</param>
/// <param name="Statements">
/// Committed transactions. On PostgreSQL each is a single statement, on SQLite each is a whole group.
/// </param>
/// <param name="Rows">Inserted rows; on SQLite those of the journal.</param>
/// <param name="WalBytes">Bytes written to the write-ahead log.</param>
/// <param name="WalSyncs">Number of times the database waited for the disk.</param>
/// <param name="WrittenBytes">
/// Bytes that the coordinator's process wrote to files, in whole pages. With SQLite that is the log and what checkpoints copy
/// from it.
/// </param>
internal sealed record DatabaseUsage(
    TimeSpan? Cpu = null,
    long? Statements = null,
    long? Rows = null,
    long? WalBytes = null,
    long? WalSyncs = null,
    long? WrittenBytes = null)
{
    public DatabaseUsage Since(DatabaseUsage earlier) => new(
        Cpu - earlier.Cpu,
        Statements - earlier.Statements,
        Rows - earlier.Rows,
        WalBytes - earlier.WalBytes,
        WalSyncs - earlier.WalSyncs,
        WrittenBytes - earlier.WrittenBytes);
}
