namespace Coordinator.Testing;

/// <summary>
/// Exclusive use of the machine among all test processes that ask for it. The operating system releases it when the process
/// ends.
/// </summary>
public sealed class MachineTurn : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly FileStream _held;

    private MachineTurn(FileStream held) => _held = held;

    /// <param name="path">File that stands for the machine.</param>
    /// <param name="ct">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">Another process used the machine all the time.</exception>
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
