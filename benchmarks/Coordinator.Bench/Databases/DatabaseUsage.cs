namespace Coordinator.Bench.Databases;

/// <summary>What a database has done since it was made; null where only the coordinator's process could know.</summary>
/// <param name="Cpu">Of all its processes.</param>
/// <param name="Statements">Transactions that it committed; ours are single statements.</param>
/// <param name="Rows">Rows inserted.</param>
/// <param name="WalBytes">Bytes of its write-ahead log.</param>
/// <param name="WalSyncs">How often it waited for the disk.</param>
internal sealed record DatabaseUsage(
    TimeSpan? Cpu = null, long? Statements = null, long? Rows = null, long? WalBytes = null, long? WalSyncs = null)
{
    public DatabaseUsage Since(DatabaseUsage earlier) => new(
        Cpu - earlier.Cpu,
        Statements - earlier.Statements,
        Rows - earlier.Rows,
        WalBytes - earlier.WalBytes,
        WalSyncs - earlier.WalSyncs);
}
