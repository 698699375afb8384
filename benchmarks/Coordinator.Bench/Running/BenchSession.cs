using System.Globalization;
using Coordinator.Bench.Databases;
using Coordinator.Bench.Reporting;

namespace Coordinator.Bench.Running;

/// <summary>Shares a directory, database servers and a line of progress among the measurements of a command.</summary>
internal sealed class BenchSession : IAsyncDisposable
{
    private readonly Dictionary<StorageKind, Storage> _storages = [];
    private readonly DirectoryInfo _directory;
    private int _directories;

    private BenchSession(DirectoryInfo directory) => _directory = directory;

    public ProgressLine Progress { get; } = new();

    /// <summary>Runs measurements. Databases and logs are kept only when that was asked for or something failed.</summary>
    /// <param name="data">Directory for databases and logs to keep; <c>null</c> to keep none.</param>
    /// <param name="workAsync">Runs the measurements.</param>
    /// <param name="isSound">Returns whether nothing failed.</param>
    /// <param name="ct">Cancels the measurements; nothing is kept.</param>
    public static async Task<T> UseAsync<T>(
        string? data, Func<BenchSession, Task<T>> workAsync, Func<T, bool> isSound, CancellationToken ct)
    {
        var directory = data is null
            ? Directory.CreateTempSubdirectory("coordinator-bench-")
            : Directory.CreateDirectory(Path.GetFullPath(data));
        var keep = true;
        try
        {
            await using var bench = new BenchSession(directory);
            var result = await workAsync(bench);
            bench.Progress.Clear();
            keep = data is not null || !isSound(result);
            return result;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            keep = data is not null;
            throw;
        }
        finally
        {
            if (keep)
                await Console.Error.WriteLineAsync($"Databases and logs are in {directory.FullName}.");
            else
                directory.Delete(recursive: true);
        }
    }

    /// <summary>Creates an empty directory for the next measurement.</summary>
    public string NewDirectory() =>
        _directory.CreateSubdirectory((++_directories).ToString(CultureInfo.InvariantCulture)).FullName;

    /// <summary>Creates an empty database. The first database of a kind starts a server if the kind needs one.</summary>
    /// <param name="kind">Kind of the database.</param>
    /// <param name="directory">Data directory of the coordinator.</param>
    /// <param name="ct">Cancels the creation.</param>
    public async Task<IBenchDatabase> CreateDatabaseAsync(StorageKind kind, string directory, CancellationToken ct)
    {
        if (!_storages.TryGetValue(kind, out var storage))
            _storages[kind] = storage = await Storage.OpenAsync(kind, _directory.FullName);
        return await storage.CreateDatabaseAsync(directory);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var storage in _storages.Values)
            await storage.DisposeAsync();
    }
}
