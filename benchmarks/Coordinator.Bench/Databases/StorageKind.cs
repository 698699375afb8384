namespace Coordinator.Bench.Databases;

internal enum StorageKind
{
    Sqlite,
    Postgres,
}
