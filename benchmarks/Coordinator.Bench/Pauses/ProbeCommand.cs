using System.CommandLine;
using System.Threading.Channels;
using Coordinator.Bench.Load;

namespace Coordinator.Bench.Pauses;

/// <summary><c>probe</c>: runs the pause probe in a process of its own, as a hidden command.</summary>
internal static class ProbeCommand
{
    public const string Name = "probe";
    public const string Ready = "ready";
    public const string Finish = "finish";

    public static Command Build()
    {
        var command = new Command(Name) { Hidden = true };
        command.SetAction((_, ct) => RunAsync(ct));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var orders = new Orders(ended);
        var thread = new ProbeThread();
        thread.Start();
        await thread.Started;
        await Console.Out.WriteLineAsync(Ready);
        try
        {
            await orders.NextAsync(ended.Token);
            (await thread.FinishAsync()).Say();
            await Task.Delay(Timeout.InfiniteTimeSpan, ended.Token);
        }
        catch (Exception end) when (end is OperationCanceledException or ChannelClosedException)
        {
            // The benchmark closed the standard input, so nobody reads a report.
        }

        return 0;
    }
}
