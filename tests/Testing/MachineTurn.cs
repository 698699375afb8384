namespace Coordinator.Testing;

/// <summary>The machine for oneself, among all test processes that ask for it. The operating system gives it back with the process.</summary>
public sealed class MachineTurn : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly FileStream _held;

    private MachineTurn(FileStream held) => _held = held;

    /// <param name="path">The file that stands for the machine.</param>
    /// <param name="ct">Gives up waiting.</param>
    /// <exception cref="OperationCanceledException">Another one had it all the time.</exception>
    public static async Task<MachineTurn> TakeAsync(string path, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return new MachineTurn(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException)
            {
                await Task.Delay(Pause, ct);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _held.Dispose();
}
