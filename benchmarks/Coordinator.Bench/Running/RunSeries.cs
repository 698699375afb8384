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
        var all = new List<RunFigures>();
        await using (var storage = await Storage.OpenAsync(plans[0].Storage, directory.FullName, ct))
        {
            foreach (var (number, plan) in plans.Index())
            {
                var own = directory.CreateSubdirectory((number + 1).ToString(CultureInfo.InvariantCulture));
                all.Add(await new Run(plan, storage, own.FullName, _progress).MeasureAsync(ct));
            }
        }

        _progress.Clear();
        if (data is null && all.All(run => run is { IsSound: true, Failed: 0 }))
            directory.Delete(recursive: true);
        else
            await Console.Error.WriteLineAsync($"Databases and logs are in {directory.FullName}");
        return all;
    }
}
