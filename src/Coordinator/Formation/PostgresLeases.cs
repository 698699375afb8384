using Coordinator.Persistence;
using Npgsql;

namespace Coordinator.Formation;

/// <summary>Leases in the table <c>coordinator_leases</c>. Each operation is one statement, so that two owners cannot both succeed.</summary>
internal sealed class PostgresLeases(Database database) : ILeases
{
    private const string Read = """
        SELECT owner, holder, expires_at > clock_timestamp(), isfinite(expires_at) FROM coordinator_leases WHERE name = $1
        """;

    private const string Acquire = """
        INSERT INTO coordinator_leases AS held (name, owner, holder, expires_at) VALUES ($1, $2, $3, clock_timestamp() + $4)
        ON CONFLICT (name) DO UPDATE SET owner = EXCLUDED.owner, holder = EXCLUDED.holder, expires_at = EXCLUDED.expires_at
        WHERE held.owner = EXCLUDED.owner OR held.expires_at <= clock_timestamp()
        """;

    private const string Renew = """
        UPDATE coordinator_leases SET holder = $3, expires_at = clock_timestamp() + $4 WHERE name = $1 AND owner = $2
        """;

    private const string Release = """
        UPDATE coordinator_leases SET expires_at = '-infinity' WHERE name = $1 AND owner = $2
        """;

    public async Task<LeaseRow?> ReadAsync(string name, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        await using var query = new NpgsqlCommand(Read, connection) { Parameters = { new NpgsqlParameter { Value = name } } };
        await using var reader = await query.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new LeaseRow(reader.GetString(0), reader.GetString(1), ValidityOf(isRunning: reader.GetBoolean(2), isFinite: reader.GetBoolean(3)))
            : null;
    }

    public Task<bool> AcquireAsync(LeaseClaim claim, CancellationToken ct) =>
        ExecuteAsync(Acquire, [claim.Name, claim.Owner, claim.Holder, claim.Duration], ct);

    public Task<bool> RenewAsync(LeaseClaim claim, CancellationToken ct) =>
        ExecuteAsync(Renew, [claim.Name, claim.Owner, claim.Holder, claim.Duration], ct);

    public Task ReleaseAsync(LeaseClaim claim, CancellationToken ct) => ExecuteAsync(Release, [claim.Name, claim.Owner], ct);

    private static LeaseValidity ValidityOf(bool isRunning, bool isFinite) =>
        isRunning ? LeaseValidity.Held
        : isFinite ? LeaseValidity.Expired
        : LeaseValidity.Released;

    private async Task<bool> ExecuteAsync(string sql, object[] values, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
#pragma warning disable CA2100 // Every statement is a constant of this class.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken ct) => (NpgsqlConnection)await database.OpenAsync(ct);
}
