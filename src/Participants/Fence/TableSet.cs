namespace Coordinator.Participants.Fence;

/// <summary>Main table of a store with the tables beside it, in one dialect: how they are created, and how older ones are upgraded.</summary>
internal sealed record TableSet
{
    /// <summary>Dialect of the scripts.</summary>
    public required SqlDialect Dialect { get; init; }

    /// <summary>Name of the main table. Its version stands in <c>coordinator_tables</c> under this name.</summary>
    public required string Name { get; init; }

    /// <summary>Version that this library creates, upgrades to and needs.</summary>
    public required int Version { get; init; }

    /// <summary>Oldest version whose libraries go on working with tables of <see cref="Version" />.</summary>
    public required int CompatibleFrom { get; init; }

    /// <summary>Columns of the main table that older versions lack. Without all of them a script does not record the version.</summary>
    public required IReadOnlyList<string> NewColumns { get; init; }

    /// <summary>Script that creates what is missing. It leaves an existing table as it is.</summary>
    public required string Create { get; init; }

    /// <summary>Scripts that add what the next version has, by the version that they begin with.</summary>
    public required IReadOnlyDictionary<int, string> Steps { get; init; }

    /// <summary>Returns the script for a database without these tables.</summary>
    public string Ddl => string.Join('\n', Create, RecordVersion);

    private string RecordVersion => SharedTables.RecordVersion(this);

    /// <summary>Returns the script that brings tables of an older version to <see cref="Version" />.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no older version of this number.</exception>
    public string Upgrade(int from) => from >= 1 && from < Version
        ? string.Join('\n', [.. Enumerable.Range(from, Version - from).Select(version => Steps[version]), RecordVersion])
        : throw new ArgumentOutOfRangeException(
            nameof(from), from, $"{Name} has version {Version}. An upgrade must begin with a version between 1 and {Version - 1}.");
}
