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

    /// <summary>Works, and leaves databases and logs behind only if that was asked for or something went wrong.</summary>
    /// <param name="data">Where to keep databases and logs; <c>null</c>: nowhere.</param>
    /// <param name="workAsync">The measurements.</param>
    /// <param name="isSound">Whether nothing went wrong.</param>
    /// <param name="ct">Stops; nothing is left behind.</param>
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
                await Console.Error.WriteLineAsync($"Databases and logs are in {directory.FullName}");
            else
                directory.Delete(recursive: true);
        }
    }

    /// <summary>An empty directory for the next measurement.</summary>
    public string NewDirectory() =>
        _directory.CreateSubdirectory((++_directories).ToString(CultureInfo.InvariantCulture)).FullName;

    /// <summary>An empty database; the first of its kind starts a server where one is needed.</summary>
    /// <param name="kind">Which database.</param>
    /// <param name="directory">The coordinator's own data directory.</param>
    /// <param name="ct">Gives up.</param>
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
