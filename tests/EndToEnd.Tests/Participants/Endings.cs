using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.EndToEnd.Tests.History;

namespace Coordinator.EndToEnd.Tests.Participants;

/// <summary>How transactions ended, as a database says.</summary>
internal static class Endings
{
    // Of a transaction's events, tp comes first and either tm (and then tc) or tr decides.
    public const string OfJournal = """
        SELECT substr(persistence_id, 3),
               CASE WHEN sum(CASE manifest WHEN 'tc' THEN 1 ELSE 0 END) > 0 THEN 'Committed'
                    WHEN sum(CASE manifest WHEN 'tr' THEN 1 ELSE 0 END) > 0 THEN 'RolledBack'
                    ELSE 'Open' END
        FROM journal WHERE persistence_id >= 't-' AND persistence_id < 't.' GROUP BY persistence_id
        """;

    public static Dictionary<TransactionId, Ending> Read(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var endings = new Dictionary<TransactionId, Ending>();
        while (reader.Read())
            endings.Add(new TransactionId(reader.GetString(0)), Enum.Parse<Ending>(reader.GetString(1)));
        return endings;
    }
}
