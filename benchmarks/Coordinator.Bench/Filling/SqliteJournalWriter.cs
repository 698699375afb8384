using Coordinator.Bench.Databases;
using Microsoft.Data.Sqlite;

namespace Coordinator.Bench.Filling;

internal sealed class SqliteJournalWriter(SqliteConnection connection) : IJournalWriter
{
    private const string Insert =
        $"INSERT INTO journal ({JournalRow.Columns}) "
        + "VALUES ($created, 0, $id, $number, $message, $manifest, $serializer, $writer)";

    public Task<JournalTemplate> TemplateAsync(CancellationToken ct) => JournalTemplate.ReadAsync(connection, ct);

    public Task WriteAsync(IReadOnlyList<JournalRow> rows, CancellationToken ct)
    {
        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = Insert;
        var created = insert.Parameters.Add("$created", SqliteType.Integer);
        var id = insert.Parameters.Add("$id", SqliteType.Text);
        var number = insert.Parameters.Add("$number", SqliteType.Integer);
        var message = insert.Parameters.Add("$message", SqliteType.Blob);
        var manifest = insert.Parameters.Add("$manifest", SqliteType.Text);
        var serializer = insert.Parameters.Add("$serializer", SqliteType.Integer);
        var writer = insert.Parameters.Add("$writer", SqliteType.Text);
        insert.Prepare();
        foreach (var row in rows)
        {
            ct.ThrowIfCancellationRequested();
            (created.Value, id.Value, number.Value) = (row.Created, row.PersistenceId, row.SequenceNumber);
            (message.Value, manifest.Value) = (row.Message, row.Manifest);
            (serializer.Value, writer.Value) = (row.Serializer, row.Writer);
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
        return Task.CompletedTask;
    }

    public Task SettleAsync(CancellationToken ct) => connection.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)", ct);

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
