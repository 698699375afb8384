namespace Coordinator.Harness.Waiting;

/// <summary>Lets pieces of asynchronous work run one after the other.</summary>
public sealed class Turn : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Waits for the turn, and runs the work.</summary>
    public async Task RunAsync(Func<Task> workAsync)
    {
        await _turn.WaitAsync();
        try
        {
            await workAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
