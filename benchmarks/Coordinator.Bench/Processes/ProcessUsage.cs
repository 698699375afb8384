using System.Globalization;
using Coordinator.Harness.Processes;

namespace Coordinator.Bench.Processes;

/// <summary>Reads figures of a process from Linux.</summary>
internal static class ProcessUsage
{
    // USER_HZ is 100 on every Linux that .NET supports.
    private const double TicksPerSecond = 100;

    // Fields of /proc/PID/stat after the name in brackets, counted from 0.
    private const int UserTime = 11;
    private const int SystemTime = 12;
    private const int ReapedUserTime = 13;
    private const int ReapedSystemTime = 14;

    public static TimeSpan Cpu(int process) => ProcessTree.Stat(process) is { } stat ? Time(stat, UserTime, SystemTime) : TimeSpan.Zero;

    /// <summary>Gets the CPU time of a process, its children, and the ended children of those.</summary>
    public static TimeSpan CpuWithChildren(int process)
    {
        var own = ProcessTree.Stat(process) is { } stat ? Time(stat, UserTime, SystemTime, ReapedUserTime, ReapedSystemTime) : TimeSpan.Zero;
        return ProcessTree.ChildrenOf(process).Aggregate(own, (sum, child) => sum + Cpu(child));
    }

    /// <summary>Gets the peak memory of a process, in bytes.</summary>
    public static long PeakMemory(int process) => 1024 * Field($"/proc/{process}/status", "VmHWM:");

    /// <summary>Gets the memory of a process, in bytes.</summary>
    public static long Memory(int process) => 1024 * Field($"/proc/{process}/status", "VmRSS:");

    /// <summary>Gets the bytes that a process wrote to files, in whole pages.</summary>
    public static long WrittenBytes(int process) => Field($"/proc/{process}/io", "write_bytes:");

    private static TimeSpan Time(string[] stat, params ReadOnlySpan<int> fields)
    {
        var ticks = 0L;
        foreach (var field in fields)
            ticks += long.Parse(stat[field], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    private static long Field(string file, string field)
    {
        var lines = Read(file)?.Split('\n') ?? [];
        return Array.Find(lines, line => line.StartsWith(field, StringComparison.Ordinal)) is { } line
            ? long.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)
            : 0;
    }

    // A process may end while its files are read.
    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
