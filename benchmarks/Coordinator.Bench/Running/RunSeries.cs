using System.Globalization;
using Coordinator.Bench.Databases;
using Coordinator.Bench.Reporting;

namespace Coordinator.Bench.Running;

/// <summary>Measurements one after the other, in a directory of their own.</summary>
/// <param name="data">Where to keep databases and logs; <c>null</c>: nowhere, unless something goes wrong.</param>
internal sealed class RunSeries(string? data)
{
    private readonly ProgressLine _progress = new();

    public async Task<IReadOnlyList<RunFigures>> MeasureAsync(IReadOnlyList<RunPlan> plans, CancellationToken ct)
    {
        var directory = data is null
            ? Directory.CreateTempSubdirectory("coordinator-bench-")
            : Directory.CreateDirectory(Path.GetFullPath(data));
        var keep = true;
        try
        {
            var all = await MeasureAsync(plans, directory, ct);
            keep = data is not null || !all.All(run => run is { IsSound: true, Failed: 0 });
            return all;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            keep = data is not null;
            throw;
        }
        finally
        {
            _progress.Clear();
            if (keep)
                await Console.Error.WriteLineAsync($"Databases and logs are in {directory.FullName}");
            else
                directory.Delete(recursive: true);
        }
    }

    private async Task<IReadOnlyList<RunFigures>> MeasureAsync(
        IReadOnlyList<RunPlan> plans, DirectoryInfo directory, CancellationToken ct)
    {
        var all = new List<RunFigures>();
        await using var storage = await Storage.OpenAsync(plans[0].Storage, directory.FullName, ct);
        foreach (var (number, plan) in plans.Index())
        {
            var own = directory.CreateSubdirectory((number + 1).ToString(CultureInfo.InvariantCulture));
            all.Add(await new Run(plan, storage, own.FullName, _progress).MeasureAsync(ct));
        }

        return all;
    }
}
