using System.Globalization;
using OrderPayment.Story;

namespace OrderPayment.Processes;

/// <summary>The real coordinator, in a process of its own, with its store in a directory of ours.</summary>
internal sealed class CoordinatorServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;
    private readonly LogFile _log;

    private CoordinatorServer(ChildProcess process, LogFile log, int remotingPort, Uri http) =>
        (_process, _log, ContactPoint, Http) = (process, log, $"127.0.0.1:{remotingPort}", new HttpClient { BaseAddress = http });

    public string ContactPoint { get; }

    public HttpClient Http { get; }

    public static async Task<CoordinatorServer> StartAsync(string directory, LogFile log, TimeProvider time, CancellationToken ct)
    {
        var (remoting, http) = FreePorts.Two();
        var process = ChildProcess.Start(ChildCommand.Coordinator(Arguments(directory, remoting, http)), log);
        var server = new CoordinatorServer(process, log, remoting, new Uri($"http://127.0.0.1:{http}"));
        try
        {
            await server.ReadyAsync(time, ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
    }

    // Checks come soon, so that the story does not have to wait for them.
    private static string[] Arguments(string directory, int remoting, int http) =>
    [
        "--dataDirectory", directory,
        "--port", remoting.ToString(CultureInfo.InvariantCulture),
        "--httpPort", http.ToString(CultureInfo.InvariantCulture),
        "--transactionTimeout", "00:00:02",
        "--transactionCheckInterval", "00:00:01",
    ];

    private async Task ReadyAsync(TimeProvider time, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(StartTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        while (!await IsReadyAsync(either.Token))
        {
            if (_process.HasEnded || deadline.IsCancellationRequested)
                throw new StoryFailedException($"The coordinator did not start.{Environment.NewLine}{_log.Tail}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, ct);
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken ct)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative), ct);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
