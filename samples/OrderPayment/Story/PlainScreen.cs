namespace OrderPayment.Story;

/// <summary>
/// Prints progress as lines, for logs and pipes. It prints at most one a second while only the counts change.
/// </summary>
internal sealed class PlainScreen(TextWriter output, TimeProvider time) : IStoryScreen
{
    private readonly Lock _lock = new();
    private long _shownAt;
    private Progress? _shown;

    public void Say(string what)
    {
        lock (_lock)
            output.WriteLine(what);
    }

    public void Show(Progress progress)
    {
        lock (_lock)
        {
            if (progress == _shown || (_shown is not null && time.GetElapsedTime(_shownAt) < TimeSpan.FromSeconds(1)))
                return;
            (_shown, _shownAt) = (progress, time.GetTimestamp());
            output.WriteLine(
                $"  {progress.Orders} orders: {progress.Paid} paid, {progress.Declined} declined, "
                + $"{progress.Shipped} shipped, {progress.PointsAwarded} with points");
        }
    }

    public Task<T> DuringAsync<T>(Func<Task<T>> work) => work();
}
