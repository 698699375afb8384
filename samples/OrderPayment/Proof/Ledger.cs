using Microsoft.Data.Sqlite;
using OrderPayment.Services;
using OrderPayment.Story;

namespace OrderPayment.Proof;

/// <summary>Read-only connection to all four databases, so that one query can read them all.</summary>
internal sealed class Ledger : IDisposable
{
    private readonly SqliteConnection _connection;

    private Ledger(SqliteConnection connection) => _connection = connection;

    public static Ledger Open(Workspace workspace)
    {
        var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        connection.Open();
        using var attach = connection.Command(
            """
            ATTACH @orders AS orders;
            ATTACH @shipping AS shipping;
            ATTACH @points AS points;
            ATTACH @coordinator AS coordinator;
            """,
            ("@orders", workspace.Orders),
            ("@shipping", workspace.Shipping),
            ("@points", workspace.Points),
            ("@coordinator", workspace.Coordinator));
        attach.ExecuteNonQuery();
        foreach (var view in Views.All)
        {
            using var create = connection.Command(view);
            create.ExecuteNonQuery();
        }

        using var readOnly = connection.Command("PRAGMA query_only = 1; PRAGMA busy_timeout = 5000");
        readOnly.ExecuteNonQuery();
        return new Ledger(connection);
    }

    public long Count(string sql)
    {
        using var command = _connection.Command(sql);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Reads the rows of a query with one column of text.</summary>
    public IReadOnlyList<string> Rows(string sql)
    {
        using var command = _connection.Command(sql);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(reader.GetString(0));
        return rows;
    }

    public void Dispose() => _connection.Dispose();
}
