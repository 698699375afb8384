using System.Diagnostics;
using Coordinator.Harness.Processes;

namespace Coordinator.Harness.Postgres;

/// <summary>Settings of a <see cref="PostgresProcess" />. The defaults are those of PostgreSQL, which are durable.</summary>
public sealed record PostgresOptions
{
    /// <summary>Existing directory for data and socket. Default: a temporary one that is deleted with the server.</summary>
    public string? Directory { get; init; }

    /// <summary>Address to listen on. Default: 127.0.0.1.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Port to listen on. Default: a free one.</summary>
    public int? Port { get; init; }

    /// <summary>Settings of <c>postgresql.conf</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Connections in the pool of each process that uses a connection string. Default: that of Npgsql, 100.</summary>
    public int? MaxPoolSize { get; init; }

    /// <summary>File for the server's log. Default: <c>server.log</c> in the directory.</summary>
    public string? Log { get; init; }

    /// <summary>Changes the start of the server: a network namespace, for example.</summary>
    public Action<ProcessStartInfo> Prepare { get; init; } = _ => { };

    /// <summary>Stops the server if this process ends first. Default: <see cref="ProcessCleanup.Shared" />.</summary>
    public ProcessCleanup? Cleanup { get; init; }
}
