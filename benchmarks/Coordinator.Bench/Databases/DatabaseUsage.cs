namespace Coordinator.Bench.Databases;

/// <summary>What a database has done since it was made; null where nobody can tell.</summary>
/// <param name="Cpu">Of all its processes.</param>
/// <param name="Statements">
/// Transactions that it committed. On PostgreSQL ours are single statements; on SQLite one is a whole group.
/// </param>
/// <param name="Rows">Rows inserted; on SQLite into the journal.</param>
/// <param name="WalBytes">Bytes of its write-ahead log.</param>
/// <param name="WalSyncs">How often it waited for the disk.</param>
/// <param name="WrittenBytes">
/// What the coordinator's process wrote to files, in whole pages: with SQLite the log and what checkpoints copy from it.
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
