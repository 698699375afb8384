namespace Coordinator.Hosting.Http;

/// <summary>Lets callers that come together share one question and its answer.</summary>
internal sealed class SharedQuestion
{
    private readonly Lock _lock = new();
    private Task<string?> _answer = Task.FromResult<string?>(null);

    public Task<string?> AskAsync(Func<Task<string?>> ask)
    {
        lock (_lock)
        {
            if (_answer.IsCompleted)
                _answer = ask();
            return _answer;
        }
    }
}
