namespace Coordinator.Bench.Databases;

/// <summary>Creates a database for each measurement, on one shared server if the kind needs a server.</summary>
internal sealed class Storage : IAsyncDisposable
{
    private readonly PostgresServer? _server;

    private Storage(PostgresServer? server) => _server = server;

    public static async Task<Storage> OpenAsync(StorageKind kind, string directory, CancellationToken ct) => new(
        kind == StorageKind.Postgres ? await PostgresServer.StartAsync(Path.Combine(directory, "postgres"), ct) : null);

    /// <param name="directory">Data directory of the coordinator.</param>
    /// <param name="ct">Cancels the creation.</param>
    public async Task<IBenchDatabase> CreateDatabaseAsync(string directory, CancellationToken ct) =>
        _server is null ? new SqliteDatabase(directory) : await _server.CreateDatabaseAsync(ct);

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
