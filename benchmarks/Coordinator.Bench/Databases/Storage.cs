using System.Globalization;
using Coordinator.Harness.Postgres;

namespace Coordinator.Bench.Databases;

/// <summary>Creates a database for each measurement, on one server where the kind needs a server.</summary>
internal sealed class Storage : IAsyncDisposable
{
    private readonly PostgresProcess? _server;
    private int _databases;

    private Storage(PostgresProcess? server) => _server = server;

    /// <exception cref="Coordinator.Harness.HarnessException">The server does not start.</exception>
    public static async Task<Storage> OpenAsync(StorageKind kind, string directory)
    {
        if (kind != StorageKind.Postgres)
            return new Storage(null);
        var ofServer = Directory.CreateDirectory(Path.Combine(directory, "postgres")).FullName;
        return new Storage(await PostgresProcess.StartAsync(new PostgresOptions { Directory = ofServer }));
    }

    /// <param name="directory">The coordinator's own data directory.</param>
    public async Task<IBenchDatabase> CreateDatabaseAsync(string directory)
    {
        if (_server is null)
            return new SqliteDatabase(directory);
        var name = string.Create(CultureInfo.InvariantCulture, $"bench{++_databases}");
        await _server.CreateDatabaseAsync(name);
        return new PostgresDatabase(_server.Pid, _server.NetworkString(name));
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
