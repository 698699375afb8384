namespace Coordinator.Participants.Fence;

/// <summary>
/// Thrown when a table of the service's database has a version that this library does not work with. An older table needs the script of
/// the message. A newer table needs a newer library.
/// </summary>
public sealed class TableVersionException : Exception
{
    private TableVersionException(string message, TableSet tables, int version, string? script, Exception? inner)
        : base(message, inner) =>
        (Table, Version, KnownVersion, Script) = (tables.Name, version, tables.Version, script);

    /// <summary>Name of the table, such as <c>coordinator_outcomes</c>.</summary>
    public string Table { get; }

    /// <summary>Version of the table.</summary>
    public int Version { get; }

    /// <summary>Version that this library creates and needs.</summary>
    public int KnownVersion { get; }

    /// <summary>Script that upgrades the table, to be run in one transaction. <c>null</c> when the table is newer than the library.</summary>
    public string? Script { get; }

    internal static TableVersionException Older(TableSet tables, int version, Exception? inner)
    {
        var script = tables.Upgrade(version);
        var message = $"The table {tables.Name} has version {version}, but this library needs version {tables.Version}. Run this script in one "
            + $"transaction, then start again. Services with a library of version {tables.CompatibleFrom} or later wait while it runs, and then go on.\n{script}";
        return new TableVersionException(message, tables, version, script, inner);
    }

    internal static TableVersionException Newer(TableSet tables, StoredVersion stands) => new(
        $"The table {tables.Name} has version {stands.Number}, for libraries that know version {stands.CompatibleFrom} or later. This library "
            + $"knows version {tables.Version}. Use a newer library.",
        tables,
        stands.Number,
        script: null,
        inner: null);
}
