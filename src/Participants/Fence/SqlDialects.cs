namespace Coordinator.Participants.Fence;

/// <summary>Chooses what differs between the dialects.</summary>
internal static class SqlDialects
{
    /// <exception cref="ArgumentOutOfRangeException">The dialect is unknown.</exception>
    public static T Choose<T>(this SqlDialect dialect, T sqlite, T postgreSql) => dialect switch
    {
        SqlDialect.Sqlite => sqlite,
        SqlDialect.PostgreSql => postgreSql,
        _ => throw new ArgumentOutOfRangeException(nameof(dialect), dialect, "The dialect must be Sqlite or PostgreSql."),
    };
}
