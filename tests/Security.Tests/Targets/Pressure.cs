namespace Coordinator.Security.Tests.Targets;

/// <summary>Repeats what presses on a limit for as long as it takes to see whom it harms.</summary>
internal static class Pressure
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(1);

    public static async Task KeepUpAsync(Func<Task> step)
    {
        var began = TimeProvider.System.GetTimestamp();
        do
            await step();
        while (TimeProvider.System.GetElapsedTime(began) < Time);
    }
}
