using Npgsql;
using NpgsqlTypes;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>Saves and deletes snapshots.</summary>
internal sealed class PostgresSnapshotWriter(NpgsqlDataSource source)
{
    public async Task SaveAsync(SnapshotWrite[] writes)
    {
        if (writes.Length == 0)
            return;
        // One statement must not write a row twice, so keep only the last save of each row.
        var rows = writes.GroupBy(write => (write.PersistenceId, write.SequenceNumber)).Select(same => same.Last()).ToArray();
        await using var command = source.CreateCommand(
            """
            INSERT INTO snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
            ON CONFLICT (persistence_id, sequence_number) DO UPDATE SET
              created = excluded.created, snapshot = excluded.snapshot, manifest = excluded.manifest, serializer_id = excluded.serializer_id
            """);
        command.AddArray(NpgsqlDbType.Text, Array.ConvertAll(rows, row => row.PersistenceId));
        command.AddArray(NpgsqlDbType.Bigint, Array.ConvertAll(rows, row => row.SequenceNumber));
        command.AddArray(NpgsqlDbType.Bigint, Array.ConvertAll(rows, row => row.Created));
        command.AddArray(NpgsqlDbType.Bytea, Array.ConvertAll(rows, row => row.Snapshot));
        command.AddArray(NpgsqlDbType.Text, Array.ConvertAll(rows, row => row.Manifest));
        command.AddArray(NpgsqlDbType.Integer, Array.ConvertAll(rows, row => row.Serializer));
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    public async Task DeleteAsync(SnapshotDelete outdated)
    {
        await using var command = source.CreateCommand(
            "DELETE FROM snapshot WHERE persistence_id = $1 AND sequence_number BETWEEN $2 AND $3 AND created BETWEEN $4 AND $5");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = outdated.PersistenceId });
        foreach (var bound in (long[])[outdated.SequenceNumbers.From, outdated.SequenceNumbers.To, outdated.Created.From, outdated.Created.To])
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = bound });
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }
}
