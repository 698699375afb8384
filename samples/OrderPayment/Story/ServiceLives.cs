using System.Diagnostics;
using Coordinator.Harness.Processes;
using OrderPayment.Services;

namespace OrderPayment.Story;

/// <summary>
/// One service over all its lives: started, killed at each of its stop points in turn, started again, and then left in peace.
/// </summary>
internal sealed class ServiceLives(
    string name, Func<StopPoint?, ProcessStartInfo> command, IEnumerable<StopPoint> stops, string log, IStoryScreen screen)
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(15);

    private readonly Queue<StopPoint> _stops = new(stops);
    private readonly List<Kill> _kills = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the first life is connected to the coordinator.</summary>
    public Task Ready => _ready.Task;

    public IReadOnlyList<Kill> Kills
    {
        get
        {
            lock (_kills)
                return [.. _kills];
        }
    }

    /// <summary>Lives until it is told to stop.</summary>
    /// <exception cref="StoryFailedException">It ended by itself.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (await LiveAsync(stop))
            {
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        finally
        {
            _ready.TrySetCanceled(CancellationToken.None);
        }
    }

    /// <returns>Whether there is another life.</returns>
    private async Task<bool> LiveAsync(CancellationToken stop)
    {
        var point = _stops.TryDequeue(out var next) ? next : null;
        await using var process = ChildProcess.Start(
            command(point), new ChildProcessOptions { Log = log, Stop = StopRequest.EndOfInput, StopTimeout = StopTimeout });
        await foreach (var line in process.Lines.ReadAllAsync(stop))
        {
            if (line == ServiceOutput.Ready)
                _ready.TrySetResult();
            if (ServiceOutput.ReadReached(line) is not { } reached)
                continue;
            await process.KillAsync();
            lock (_kills)
                _kills.Add(new Kill(name, reached.Moment, reached.Subject));
            screen.Say($"killed the {name} service {reached.Moment.Words()} ({reached.Subject}), and started it again");
            return true;
        }

        throw new StoryFailedException($"The {name} service ended by itself.{Environment.NewLine}{process.Output}");
    }
}

/// <summary>A SIGKILL.</summary>
/// <param name="Service">Whose.</param>
/// <param name="Moment">When.</param>
/// <param name="Subject">The transaction or the message that was in its hands.</param>
internal sealed record Kill(string Service, Moment Moment, string Subject);
