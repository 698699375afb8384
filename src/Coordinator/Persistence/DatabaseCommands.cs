using System.Data.Common;

namespace Coordinator.Persistence;

/// <summary>Creates commands on a connection.</summary>
internal static class DatabaseCommands
{
    /// <param name="connection">The open connection.</param>
    /// <param name="sql">Statement that is made of constants only.</param>
    /// <param name="parameters">Values, by the names that the statement has for them.</param>
    public static DbCommand Command(this DbConnection connection, string sql, params IEnumerable<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Callers pass constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
            command.Add(name, value);
        return command;
    }

    /// <summary>Adds a value under the name that the statement has for it.</summary>
    public static void Add(this DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
