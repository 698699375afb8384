using System.Text.Json;
using Coordinator.Harness;
using OrderPayment.Orders;
using OrderPayment.Proof;
using OrderPayment.Story;
using Spectre.Console;

namespace OrderPayment;

/// <summary>Runs the sample, prints its report, and returns the exit code.</summary>
internal static class SampleRun
{
    private const int Consistent = 0;
    private const int Failed = 1;
    private const int NoOrders = 2;
    private const int WidthOfLogs = 120;

    public static async Task<int> RunAsync(StoryOptions options, CancellationToken ct)
    {
        var console = AnsiConsole.Console;
        var isTerminal = console.Profile.Capabilities.Interactive && !Console.IsOutputRedirected;
        if (!isTerminal)
            console.Profile.Width = WidthOfLogs;
        IStoryScreen screen = isTerminal ? new LiveScreen(console) : new PlainScreen(Console.Out, TimeProvider.System);
        try
        {
            var outcome = await new PaymentStory(options, screen, TimeProvider.System).RunAsync(ct);
            Report.Print(console, outcome);
            if (options.Json)
                Console.Out.WriteLine(JsonSerializer.Serialize(outcome.Verdict.Figures));
            return outcome.Verdict.Figures.Inconsistent == 0 ? Consistent : Failed;
        }
        catch (OrderFileException unusable)
        {
            await Console.Error.WriteLineAsync(unusable.Message);
            return NoOrders;
        }
        catch (Exception failed) when (failed is StoryFailedException or HarnessException)
        {
            await Console.Error.WriteLineAsync(failed.Message);
            return Failed;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return Failed;
        }
    }
}
