using Coordinator.Harness;

namespace Coordinator.Bench;

internal static class Failures
{
    private const int Failed = 1;

    /// <summary>Prints in one line why the benchmark failed.</summary>
    public static async Task<int> ToExitCodeAsync(Func<Task<int>> runAsync)
    {
        try
        {
            return await runAsync();
        }
        catch (Exception failed) when (failed is BenchFailedException or HarnessException)
        {
            await Console.Error.WriteLineAsync(failed.Message);
            return Failed;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return Failed;
        }
    }
}
