using Coordinator.Harness;
using Coordinator.Testing;

namespace Coordinator.EndToEnd.Tests;

/// <summary>
/// Tests the lock that keeps the tests of several assemblies, each of which uses the whole machine, from running at once.
/// </summary>
public sealed class MachineTurnSpec
{
    [Fact]
    public async Task Second_one_waits_until_the_first_gives_it_back()
    {
        using var directory = new TempDirectory();
        var path = Path.Combine(directory.Path, "turn");
        var first = await MachineTurn.TakeAsync(path, CancellationToken.None);
        using var patience = new CancellationTokenSource();
        var refused = MachineTurn.TakeAsync(path, patience.Token);
        var second = MachineTurn.TakeAsync(path, CancellationToken.None);
        Assert.False(second.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => refused);
        Assert.False(second.IsCompleted);

        first.Dispose();

        (await second.WaitAsync(TimeSpan.FromSeconds(30))).Dispose();
    }
}
