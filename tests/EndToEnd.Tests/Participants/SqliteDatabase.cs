using Coordinator.Contracts;
using Coordinator.Harness.Histories;
using Microsoft.Data.Sqlite;

namespace Coordinator.EndToEnd.Tests.Participants;

/// <summary>SQLite database of a participant, or the coordinator's as a reader sees it.</summary>
internal sealed class SqliteDatabase(string path)
{
    private const string Outcomes =
        "SELECT transaction_id, CASE outcome WHEN 'committed' THEN 'Committed' ELSE 'RolledBack' END FROM coordinator_outcomes";

    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={path}");
        connection.Open();
        using var settings = connection.CreateCommand();
        settings.CommandText = "PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 800";
        settings.ExecuteNonQuery();
        return connection;
    }

    public void Execute(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public long Count(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Reads the outcomes of the local transactions from a participant's database.</summary>
    public Dictionary<TransactionId, Verdict> ReadOutcomes()
    {
        using var connection = Connect();
        return Verdicts.Read(connection, Outcomes);
    }

    /// <summary>Reads the decisions of the coordinator from its journal, not from a participant's database.</summary>
    public Dictionary<TransactionId, Verdict> ReadDecisions()
    {
        using var connection = Connect();
        return Verdicts.Read(connection, Verdicts.OfJournal);
    }
}
