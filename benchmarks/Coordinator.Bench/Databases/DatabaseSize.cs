namespace Coordinator.Bench.Databases;

/// <summary>Size of a database.</summary>
/// <param name="Rows">Rows of the tables that matter: journal and snapshots of the coordinator, or the tables of the library in a service.</param>
/// <param name="Bytes">Bytes of all its files, without the write-ahead log.</param>
internal sealed record DatabaseSize(long Rows, long Bytes);
