using System.Text.Json;
using OrderPayment.Orders;
using OrderPayment.Proof;
using OrderPayment.Story;
using Spectre.Console;

namespace OrderPayment;

/// <summary>Runs the sample, prints its progress and result, and returns an exit code.</summary>
internal static class Stage
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
        catch (StoryFailedException failed)
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
