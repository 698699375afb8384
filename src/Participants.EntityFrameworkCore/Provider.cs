using System.Data.Common;
using Coordinator.Participants.Fence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Coordinator.Participants.EntityFrameworkCore;

/// <summary>Dialect and connections of a provider of Entity Framework, without a reference to any.</summary>
internal static class Provider
{
    /// <exception cref="NotSupportedException">The library has no dialect for the provider.</exception>
    public static SqlDialect DialectOf(string? provider) => provider switch
    {
        "Microsoft.EntityFrameworkCore.Sqlite" => SqlDialect.Sqlite,
        "Npgsql.EntityFrameworkCore.PostgreSQL" => SqlDialect.PostgreSql,
        _ => throw new NotSupportedException(
            $"The provider must be Microsoft.EntityFrameworkCore.Sqlite or Npgsql.EntityFrameworkCore.PostgreSQL, but is '{provider}'."),
    };

    /// <summary>Makes a connection like that of a context, which does not end with the context.</summary>
    public static DbConnection Connect(DatabaseFacade database)
    {
        var connection = database.GetDbConnection();
        // A clone keeps what the connection string leaves out, such as a password or the settings of a data source.
        if (connection is ICloneable cloneable)
            return (DbConnection)cloneable.Clone();
        var other = (DbConnection)Activator.CreateInstance(connection.GetType())!;
        other.ConnectionString = connection.ConnectionString;
        return other;
    }
}
