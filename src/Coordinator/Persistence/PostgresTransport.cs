using Coordinator.Common;
using Npgsql;

namespace Coordinator.Persistence;

/// <summary>Checks how a connection to PostgreSQL crosses the network.</summary>
internal static class PostgresTransport
{
    /// <returns>Sentences for the operator when the server's certificate is not verified on the way to another machine; else <c>null</c>.</returns>
    public static string? Warning(string connectionString)
    {
        var postgres = new NpgsqlConnectionStringBuilder(connectionString);
        var remote = (postgres.Host ?? string.Empty).Split(',', StringSplitOptions.TrimEntries).FirstOrDefault(host => !IsLocal(host));
        return remote is null || postgres.SslMode is SslMode.VerifyCA or SslMode.VerifyFull
            ? null
            : $"The connection to PostgreSQL on {remote} uses SSL Mode={postgres.SslMode}, which does not verify the server's certificate. "
            + "A program between the two machines can read and change the journal. "
            + "Set SSL Mode=VerifyFull, and Root Certificate to the file of its authority, in the connection string.";
    }

    private static bool IsLocal(string host) => host.Length == 0 || IsSocket(host) || Loopback.Is(WithoutPort(host));

    // A path, or a name in the abstract namespace of Linux.
    private static bool IsSocket(string host) => host[0] is '/' or '@' || Path.IsPathFullyQualified(host);

    private static string WithoutPort(string host)
    {
        if (host[0] == '[')
            return host[1..].Split(']')[0];
        return host.Split(':') is [var name, _] ? name : host;
    }
}
