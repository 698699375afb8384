using System.Diagnostics;
using System.Globalization;
using Coordinator.Faults.Running;
using Coordinator.Harness.Processes;
using Npgsql;

namespace Coordinator.Faults.Faults;

/// <summary>Fills PostgreSQL's file system, which is a small one of its own.</summary>
internal sealed class FullDisk : IFault
{
    public string Target => "the coordinator's database";

    public async Task StrikeAsync(RunEnvironment run)
    {
        var free = new DriveInfo(run.Databases.Journal.Directory).AvailableFreeSpace;
        // Other processes may have taken part of the free space meanwhile, so write to the last byte.
        await ShellCommand.TryAsync(new ProcessStartInfo("dd", ["if=/dev/zero", $"of={Filler(run)}", "bs=64k", "status=none"]));
        run.Note(string.Create(CultureInfo.InvariantCulture, $"{free / (1024 * 1024)} MB were free and are now taken"));
    }

    public Task HealAsync(RunEnvironment run)
    {
        File.Delete(Filler(run));
        return run.RestoreJournalAsync();
    }

    private static string Filler(RunEnvironment run) => Path.Combine(run.Databases.Journal.Directory, "filler");
}
