namespace Coordinator.Bench.Databases;

/// <summary>Makes a database for each measurement; one server for all of them, where a server is needed.</summary>
internal sealed class Storage : IAsyncDisposable
{
    private readonly PostgresServer? _server;

    private Storage(PostgresServer? server) => _server = server;

    public static async Task<Storage> OpenAsync(StorageKind kind, string directory, CancellationToken ct) => new(
        kind == StorageKind.Postgres ? await PostgresServer.StartAsync(Path.Combine(directory, "postgres"), ct) : null);

    /// <param name="directory">The coordinator's own data directory.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IBenchDatabase> CreateDatabaseAsync(string directory, CancellationToken ct) =>
        _server is null ? new SqliteDatabase(directory) : await _server.CreateDatabaseAsync(ct);

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
