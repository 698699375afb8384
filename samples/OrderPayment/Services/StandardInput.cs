namespace OrderPayment.Services;

internal static class StandardInput
{
    /// <summary>Completes when the other end of the pipe is closed.</summary>
    public static async Task EndAsync(CancellationToken ct)
    {
        // Reading a pipe blocks the calling thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await using var input = Console.OpenStandardInput();
        var ignored = new byte[256];
        while (await input.ReadAsync(ignored, ct) > 0)
        {
        }
    }
}
