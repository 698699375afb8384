using System.Text.Json;

namespace Coordinator.Harness.Processes;

/// <summary>The coordinator, as its users start it. A new life after a kill is another instance of this type.</summary>
public sealed class CoordinatorProcess : IAsyncDisposable
{
    private const string ReadyLine = "ready ";

    private readonly ChildProcess _process;
    private readonly TimeSpan _startTimeout;
    private CoordinatorAnnouncement? _announced;

    private CoordinatorProcess(CoordinatorCommand command) =>
        (_process, _startTimeout) = (ChildProcess.Start(command.ToStartInfo(), command.Process), command.StartTimeout);

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines of both streams.</summary>
    public string Output => _process.Output;

    /// <summary>Host and port for participants.</summary>
    public string ContactPoint => Announced.ContactPoint;

    /// <summary>Address for health and administration.</summary>
    public Uri Http => Announced.Http;

    /// <summary>Port of <see cref="ContactPoint" />.</summary>
    public string Port => ContactPoint[(ContactPoint.LastIndexOf(':') + 1)..];

    private CoordinatorAnnouncement Announced =>
        _announced ?? throw new InvalidOperationException("The coordinator is not ready: await ReadyAsync first.");

    /// <summary>Starts a process; does not wait until it is ready.</summary>
    public static CoordinatorProcess Start(CoordinatorCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return new CoordinatorProcess(command);
    }

    /// <summary>Starts a process; does not wait until it is ready.</summary>
    public static CoordinatorProcess Start(params IReadOnlyList<string> arguments) => Start(new CoordinatorCommand(arguments));

    /// <summary>Starts a process; returns when it serves participants.</summary>
    /// <exception cref="HarnessException">The process ended, or was not ready in time.</exception>
    public static async Task<CoordinatorProcess> StartReadyAsync(CoordinatorCommand command, CancellationToken ct = default)
    {
        var coordinator = Start(command);
        try
        {
            await coordinator.ReadyAsync(ct);
            return coordinator;
        }
        catch
        {
            await coordinator.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates or updates the schema of a PostgreSQL database.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="assembly">Another coordinator than the one beside this program.</param>
    /// <exception cref="HarnessException">The command failed.</exception>
    public static async Task ApplySchemaAsync(string connectionString, string? assembly = null)
    {
        var command = new CoordinatorCommand("schema", "apply", "--postgres", connectionString);
        await using var apply = Start(assembly is null ? command : command with { Assembly = assembly });
        if (await apply.ExitAsync() != 0)
            throw new HarnessException($"The schema could not be applied:{Environment.NewLine}{apply.Output}");
    }

    /// <summary>Waits until the coordinator serves participants.</summary>
    /// <exception cref="HarnessException">The process ended, or was not ready in time.</exception>
    public async Task<CoordinatorAnnouncement> ReadyAsync(CancellationToken ct = default)
    {
        var line = await LineAsync(ReadyLine, ct);
        return _announced = JsonSerializer.Deserialize<CoordinatorAnnouncement>(line, JsonSerializerOptions.Web)!;
    }

    /// <summary>Waits for a line of standard output; returns the text after its beginning.</summary>
    /// <exception cref="HarnessException">The process ended, or wrote no such line in time.</exception>
    public async Task<string> LineAsync(string beginning, CancellationToken ct = default) =>
        (await _process.LineAsync(beginning, _startTimeout, ct))[beginning.Length..].Trim();

    public void Terminate() => _process.Terminate();

    public void Pause() => _process.Pause();

    public void Resume() => _process.Resume();

    /// <summary>Sends SIGKILL; returns when the process has ended.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Waits for the end of the process and returns its exit code.</summary>
    /// <param name="within">Time limit; that of the start by default.</param>
    /// <exception cref="HarnessException">It did not end in time.</exception>
    public Task<int> ExitAsync(TimeSpan? within = null) => _process.ExitAsync(within ?? _startTimeout);

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
