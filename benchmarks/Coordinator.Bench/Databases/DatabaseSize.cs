namespace Coordinator.Bench.Databases;

/// <summary>Size of the coordinator's database.</summary>
/// <param name="Rows">Rows of the journal.</param>
/// <param name="Bytes">Bytes of all its files, without the write-ahead log.</param>
internal sealed record DatabaseSize(long Rows, long Bytes);
