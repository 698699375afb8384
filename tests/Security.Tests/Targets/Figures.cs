namespace Coordinator.Security.Tests.Targets;

/// <summary>Writes what an attack cost to the file that <c>COORDINATOR_ATTACK_FIGURES</c> names.</summary>
internal static class Figures
{
    private static readonly string? File = Environment.GetEnvironmentVariable("COORDINATOR_ATTACK_FIGURES");

    public static void Write(string line)
    {
        if (File is not null)
            System.IO.File.AppendAllText(File, line + Environment.NewLine);
    }
}
