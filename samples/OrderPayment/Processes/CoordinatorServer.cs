using System.Text.Json;
using OrderPayment.Story;

namespace OrderPayment.Processes;

/// <summary>
/// Coordinator in a process of its own. Its database is in the given directory, and the system chooses its ports.
/// </summary>
internal sealed class CoordinatorServer : IAsyncDisposable
{
    private const string Ready = "ready ";
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;

    private CoordinatorServer(ChildProcess process, Announcement announced) =>
        (_process, ContactPoint, Http) = (process, announced.ContactPoint, new HttpClient { BaseAddress = announced.Http });

    public string ContactPoint { get; }

    public HttpClient Http { get; }

    /// <exception cref="StoryFailedException">The coordinator did not start.</exception>
    public static async Task<CoordinatorServer> StartAsync(string directory, LogFile log, TimeProvider time, CancellationToken ct)
    {
        var process = ChildProcess.Start(ChildCommand.Coordinator(Arguments(directory)), log);
        try
        {
            return new CoordinatorServer(process, await AnnouncedAsync(process, time, ct));
        }
        catch (Exception silent) when (silent is TimeoutException or JsonException)
        {
            await process.DisposeAsync();
            throw new StoryFailedException($"The coordinator did not start.{Environment.NewLine}{log.Tail}", silent);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
    }

    // Check early and detect killed participants early, so that the sample run is short.
    private static string[] Arguments(string directory) =>
    [
        "--dataDirectory", directory,
        "--remoting.port", "0",
        "--http.port", "0",
        "--transactionTimeout", "2s",
        "--transactionCheckInterval", "1s",
        "--checkTimeout", "2s",
        "--sessions.heartbeatInterval", "1s",
        "--sessions.timeout", "4s",
    ];

    private static async Task<Announcement> AnnouncedAsync(ChildProcess process, TimeProvider time, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(StartTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            await foreach (var line in process.Lines.ReadAllAsync(either.Token))
            {
                if (line.StartsWith(Ready, StringComparison.Ordinal))
                    return JsonSerializer.Deserialize<Announcement>(line[Ready.Length..], JsonSerializerOptions.Web)!;
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
        }

        throw new TimeoutException("The coordinator did not report ready in time.");
    }

    /// <summary>Line that the coordinator prints when it is ready.</summary>
    private sealed record Announcement(string ContactPoint, Uri Http);
}
