using System.Data.Common;

namespace Coordinator.Participants.Fence;

/// <summary>Makes commands with parameters, for any provider.</summary>
internal static class Statements
{
    public static DbCommand Statement(
        this DbTransaction transaction, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var connection = transaction.Connection
            ?? throw new InvalidOperationException("The local transaction has ended: it has no connection any more.");
        return connection.Statement(sql, transaction, parameters);
    }

    public static DbCommand Statement(
        this DbConnection connection,
        string sql,
        DbTransaction? transaction,
        params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
