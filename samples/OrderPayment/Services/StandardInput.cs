namespace OrderPayment.Services;

internal static class StandardInput
{
    /// <summary>Completes when nobody holds the other end any more.</summary>
    public static async Task EndAsync(CancellationToken ct)
    {
        // Reading a pipe blocks the thread that begins it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await using var input = Console.OpenStandardInput();
        var ignored = new byte[256];
        while (await input.ReadAsync(ignored, ct) > 0)
        {
        }
    }
}
