using Coordinator.Contracts.Common;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>Persistence ids of transactions that have the time of their making, see <see cref="IdTime" />.</summary>
internal static class TimedIds
{
    /// <summary>Prefix of the persistence ids of transactions.</summary>
    public const string Prefix = "t-";

    /// <summary>Regular expression of PostgreSQL that timed ids match.</summary>
    public const string Regex = $"^{Prefix}{IdTime.Regex}$";

    /// <summary>Pattern of SQLite's <c>GLOB</c> that timed ids match.</summary>
    public const string Glob = Prefix + IdTime.Glob;

    /// <summary>Lowest id of a time in Unix milliseconds. Times that no id can have become the nearest one.</summary>
    public static string Lowest(long time) => Prefix + IdTime.Lowest(time);

    /// <summary>Time of an id that <see cref="Lowest" /> made.</summary>
    public static long TimeOfLowest(string lowest) => IdTime.OfLowest(lowest.AsSpan(Prefix.Length));

    /// <summary>Time of an id in Unix milliseconds; <c>null</c> when the id has none.</summary>
    public static long? TimeOf(string persistenceId) =>
        persistenceId.StartsWith(Prefix, StringComparison.Ordinal) ? IdTime.Of(persistenceId.AsSpan(Prefix.Length)) : null;
}
