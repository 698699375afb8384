using Coordinator.Harness;
using OrderPayment.Orders;
using OrderPayment.Proof;

namespace OrderPayment.Story;

/// <summary>
/// Runs the sample from an order file to the result: starts, kills and restarts the processes, and checks their databases.
/// </summary>
internal sealed class PaymentStory(StoryOptions options, IStoryScreen screen, TimeProvider time)
{
    private static readonly TimeSpan RepeatLookup = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(60);

    /// <exception cref="OrderFileException">There are no orders to pay.</exception>
    /// <exception cref="StoryFailedException">A process failed.</exception>
    public async Task<Outcome> RunAsync(CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var orders = ReadOrders();
        using var workspace = Workspace.Open(options.Data);
        try
        {
            var plan = await PrepareAsync(workspace, orders, ct);
            var (kills, timeline) = await screen.DuringAsync(() => PlayAsync(workspace, plan, ct));
            using var ledger = Ledger.Open(workspace);
            var verdict = Verdict.Of(ledger, kills, time.GetElapsedTime(started));
            if (verdict.Figures.Inconsistent > 0)
                Keep(workspace);
            return new Outcome(verdict, timeline);
        }
        catch (Exception failed) when (failed is StoryFailedException or HarnessException)
        {
            Keep(workspace);
            throw;
        }
    }

    private void Keep(Workspace workspace)
    {
        workspace.Keep();
        screen.Say($"databases and logs stay in {workspace.Path}");
    }

    private IReadOnlyList<Order> ReadOrders()
    {
        var file = OrderFile.Read(options.Orders);
        foreach (var bad in file.BadRows)
            screen.Say($"{Path.GetFileName(options.Orders)} line {bad.Line} is skipped: {bad.Problem}");
        return file.Orders.Count > 0
            ? file.Orders
            : throw new OrderFileException($"{options.Orders} has no valid order.");
    }

    private async Task<KillPlan> PrepareAsync(Workspace workspace, IReadOnlyList<Order> orders, CancellationToken ct)
    {
        var book = await workspace.InstallAsync(ct);
        var added = await book.AddAsync(orders, ct);
        var unsettled = await book.UnsettledAsync(ct);
        screen.Say($"{orders.Count} orders in {Path.GetFileName(options.Orders)}; databases in {workspace.Path}");
        if (added < orders.Count)
            screen.Say($"{orders.Count - added} of them are known from an earlier run; {unsettled.Count} are not settled yet");
        return KillPlan.For(unsettled.Count(order => !order.ExceedsCardLimit));
    }

    private async Task<(int Kills, Timeline? Timeline)> PlayAsync(Workspace workspace, KillPlan plan, CancellationToken ct)
    {
        await using var coordinator = await CoordinatorStart.StartAsync(workspace, ct);
        screen.Say($"the coordinator listens on {coordinator.ContactPoint}");
        await using var services = new RunningServices(workspace, coordinator.ContactPoint, screen);
        await services.StartAsync(plan, ct);
        using (var ledger = Ledger.Open(workspace))
            await WatchAsync(services, new ProgressReader(ledger), ct);
        await services.StopAsync();
        using var administration = new HttpClient { BaseAddress = coordinator.Http };
        return (services.Kills.Count, await Timeline.OfOneDecidedByCheckAsync(workspace, administration, ct));
    }

    private async Task WatchAsync(RunningServices services, ProgressReader reader, CancellationToken ct)
    {
        var (last, changed) = (reader.Read(), time.GetTimestamp());
        while (!(last.IsSettled && reader.IsOver(services.Kills)))
        {
            await services.ThrowIfFailedAsync();
            await Task.Delay(RepeatLookup, time, ct);
            var now = reader.Read();
            screen.Show(now);
            if (now != last)
                (last, changed) = (now, time.GetTimestamp());
            else if (time.GetElapsedTime(changed) > Stalled)
            {
                screen.Say($"no progress for {Stalled.TotalSeconds} s: the result will show what is missing");
                return;
            }
        }
    }
}

/// <summary>Result of the sample.</summary>
/// <param name="Verdict">Result of the check over all databases.</param>
/// <param name="Timeline">Events of one transaction that was decided by a check; <c>null</c> when there was none.</param>
internal sealed record Outcome(Verdict Verdict, Timeline? Timeline);
