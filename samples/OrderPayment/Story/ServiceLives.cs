using System.Diagnostics;
using Coordinator.Harness.Processes;
using OrderPayment.Services;

namespace OrderPayment.Story;

/// <summary>
/// Runs one service over all its lives: it is killed at each of its stop points in turn and restarted, and then runs
/// undisturbed.
/// </summary>
internal sealed class ServiceLives(
    string name, Func<StopPoint?, ProcessStartInfo> command, IEnumerable<StopPoint> stops, string log, IStoryScreen screen)
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(15);

    private readonly Queue<StopPoint> _stops = new(stops);
    private readonly List<Kill> _kills = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets a task that completes when the first life is connected to the coordinator.</summary>
    public Task Ready => _ready.Task;

    public IReadOnlyList<Kill> Kills
    {
        get
        {
            lock (_kills)
                return [.. _kills];
        }
    }

    /// <summary>Runs the service until it is told to stop.</summary>
    /// <exception cref="StoryFailedException">The service ended by itself.</exception>
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
            screen.Say($"killed the {name} service {reached.Moment.Words()} ({reached.Subject}), and restarted it");
            return true;
        }

        throw new StoryFailedException($"The {name} service ended by itself.{Environment.NewLine}{process.Output}");
    }
}

/// <summary>SIGKILL of a service.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Moment">Moment of the kill.</param>
/// <param name="Subject">Transaction or message that the service was working on.</param>
internal sealed record Kill(string Service, Moment Moment, string Subject);
