using System.Diagnostics;
using System.Globalization;
using Coordinator.Faults.Running;
using Coordinator.Harness.Processes;
using Npgsql;

namespace Coordinator.Faults.Faults;

/// <summary>The file system of PostgreSQL, a small one of its own, is full.</summary>
internal sealed class FullDisk : IFault
{
    public string Target => "the coordinator's database";

    public async Task StrikeAsync(RunEnvironment run)
    {
        var free = new DriveInfo(run.Databases.Journal.Directory).AvailableFreeSpace;
        // What was free a moment ago may be taken by now: to the last byte, then.
        await ShellCommand.TryAsync(new ProcessStartInfo("dd", ["if=/dev/zero", $"of={Filler(run)}", "bs=64k", "status=none"]));
        run.Note(string.Create(CultureInfo.InvariantCulture, $"{free / (1024 * 1024)} MB were free, and are taken"));
    }

    public Task HealAsync(RunEnvironment run)
    {
        File.Delete(Filler(run));
        return run.RestoreJournalAsync();
    }

    private static string Filler(RunEnvironment run) => Path.Combine(run.Databases.Journal.Directory, "filler");
}
