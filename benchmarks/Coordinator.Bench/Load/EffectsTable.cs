using System.Data.Common;
using System.Globalization;
using Coordinator.Bench.Databases;

namespace Coordinator.Bench.Load;

/// <summary>
/// Business table of a consumer group, with a row for each effect. It has no unique key: an effect that happens twice is two rows.
/// </summary>
internal static class EffectsTable
{
    private const string Name = "effects";

    public static async Task CreateAsync(ServiceDatabase database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await connection.ExecuteAsync(
            $"CREATE TABLE {Name} (life integer NOT NULL, number bigint NOT NULL, started bigint NOT NULL, handled bigint NOT NULL)", ct);
    }

    /// <summary>Writes an effect within the local transaction of its handler.</summary>
    public static Task AddAsync(DbTransaction transaction, Effect effect, CancellationToken ct) => transaction.Connection!.ExecuteAsync(
        string.Create(
            CultureInfo.InvariantCulture,
            $"INSERT INTO {Name} VALUES ({effect.Life}, {effect.Number}, {effect.Started}, {effect.Handled})"),
        ct);

    /// <summary>Deletes the committed effects, and returns them. So the table does not grow while somebody counts them.</summary>
    public static async Task<List<Effect>> TakeAsync(ServiceDatabase database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QueryAsync(
            $"DELETE FROM {Name} RETURNING life, number, started, handled",
            row => new Effect(row.GetInt32(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)),
            ct);
    }
}
