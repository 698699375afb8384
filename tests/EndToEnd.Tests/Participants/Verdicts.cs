using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Harness.Histories;

namespace Coordinator.EndToEnd.Tests.Participants;

/// <summary>Reads from a database which outcome each transaction has.</summary>
internal static class Verdicts
{
    // A transaction has the event tp first, then ta (or tm and tc, when it has several queues) for a commit or tr for a rollback.
    public const string OfJournal = """
        SELECT substr(persistence_id, 3),
               CASE WHEN sum(CASE WHEN manifest IN ('ta', 'tc') THEN 1 ELSE 0 END) > 0 THEN 'Committed'
                    WHEN sum(CASE manifest WHEN 'tr' THEN 1 ELSE 0 END) > 0 THEN 'RolledBack'
                    ELSE 'Open' END
        FROM journal WHERE persistence_id >= 't-' AND persistence_id < 't.' GROUP BY persistence_id
        """;

    public static Dictionary<TransactionId, Verdict> Read(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var verdicts = new Dictionary<TransactionId, Verdict>();
        while (reader.Read())
            verdicts.Add(new TransactionId(reader.GetString(0)), Enum.Parse<Verdict>(reader.GetString(1)));
        return verdicts;
    }
}
