using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Coordinator.EndToEnd.Tests.Participants;

namespace Coordinator.EndToEnd.Tests.Processes;

/// <summary>The coordinator as it is shipped, on ports and in a directory of its own, that can be killed and started again.</summary>
internal sealed class CoordinatorProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("coordinator-e2e-").FullName;
    private readonly string[] _options;
    private readonly int _remoting;
    private readonly int _http;
    private TestProcess _process = null!;

    private CoordinatorProcess(string[] options) => (_options, (_remoting, _http)) = (options, FreePorts());

    public string ContactPoint => $"127.0.0.1:{_remoting}";

    public SqliteDatabase Journal => new(Path.Combine(_directory, "coordinator.db"));

    public HttpClient Http { get; } = new();

    /// <param name="options">Beside what every test needs: quick checks and sweeps.</param>
    public static async Task<CoordinatorProcess> StartAsync(params string[] options)
    {
        var coordinator = new CoordinatorProcess(options);
        coordinator.Http.BaseAddress = new Uri($"http://127.0.0.1:{coordinator._http}");
        await coordinator.StartAgainAsync();
        return coordinator;
    }

    /// <summary>A file for a participant of this test, gone with it.</summary>
    public SqliteDatabase Database(string name) => new(DatabasePath(name));

    public string DatabasePath(string name) => Path.Combine(_directory, $"{name}.db");

    public Task KillAsync() => _process.KillAsync();

    public async Task StartAgainAsync()
    {
        _process = TestProcess.Start(
            "Coordinator.dll",
            [
                "--dataDirectory", _directory,
                "--port", Text(_remoting),
                "--httpPort", Text(_http),
                "--transactionTimeout", "00:00:01",
                "--transactionCheckInterval", "00:00:01",
                "--sweepInterval", "00:00:01",
                .. _options,
            ]);
        using var deadline = new CancellationTokenSource(StartTime);
        while (!await IsReadyAsync(deadline.Token))
        {
            if (_process.HasEnded || deadline.IsCancellationRequested)
                throw new InvalidOperationException($"The coordinator did not start:{Environment.NewLine}{_process.Output}");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Http.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static (int Remoting, int Http) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
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
