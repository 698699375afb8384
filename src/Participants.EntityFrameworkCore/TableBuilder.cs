using Coordinator.Participants.Fence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Coordinator.Participants.EntityFrameworkCore;

/// <summary>Builds a table without a class: its rows are dictionaries that no code of the service touches.</summary>
internal sealed class TableBuilder
{
    private readonly EntityTypeBuilder<Dictionary<string, object>> _entity;
    private readonly string _name;
    private readonly SqlDialect _dialect;

    public TableBuilder(EntityTypeBuilder<Dictionary<string, object>> entity, string name, SqlDialect dialect)
    {
        (_entity, _name, _dialect) = (entity, name, dialect);
        _entity.ToTable(name);
    }

    /// <param name="column">Name of the column.</param>
    /// <param name="length">Most characters; <c>null</c>: no limit.</param>
    /// <param name="isRequired">False when the column may be empty.</param>
    /// <param name="standard">Default value; <c>null</c>: none.</param>
    /// <param name="isCompared">False for a text for people, which no statement compares.</param>
    public TableBuilder Text(string column, int? length, bool isRequired = true, string? standard = null, bool isCompared = true)
    {
        var property = _entity.IndexerProperty<string>(column).IsRequired(isRequired);
        if (length is { } most)
            property.HasMaxLength(most);
        // Ids are compared byte by byte. SQLite does so by itself.
        if (_dialect == SqlDialect.PostgreSql && length is not null && isCompared)
            property.UseCollation("C");
        if (standard is not null)
            property.HasDefaultValue(standard);
        return this;
    }

    public TableBuilder Column<T>(string column, bool isRequired = true)
    {
        var type = typeof(T).IsValueType && !isRequired ? typeof(Nullable<>).MakeGenericType(typeof(T)) : typeof(T);
        _entity.IndexerProperty(type, column).IsRequired(isRequired);
        return this;
    }

    public TableBuilder Column<T>(string column, T standard)
        where T : struct
    {
        _entity.IndexerProperty<T>(column).HasDefaultValue(standard).ValueGeneratedNever();
        return this;
    }

    /// <summary>Adds a column of numbers that the database gives in ascending order.</summary>
    public TableBuilder Counter(string column)
    {
        _entity.IndexerProperty<long>(column).ValueGeneratedOnAdd();
        return this;
    }

    /// <summary>Adds a column with the time of the row, by the database's clock.</summary>
    public TableBuilder Clock(string column, SqlDialect dialect)
    {
        if (dialect == SqlDialect.Sqlite)
            _entity.IndexerProperty<string>(column).IsRequired().HasDefaultValueSql("strftime('%Y-%m-%dT%H:%M:%fZ', 'now')");
        else
            _entity.IndexerProperty<DateTimeOffset>(column).IsRequired().HasDefaultValueSql("clock_timestamp()");
        return this;
    }

    public void Key(params string[] columns) => _entity.HasKey(columns);

    public void Check(string name, string rule) => _entity.ToTable(_name, table => table.HasCheckConstraint(name, rule));

    public void Index(string name, string? filter, bool isUnique, params string[] columns) =>
        _entity.HasIndex(columns, name).HasFilter(filter).IsUnique(isUnique);

    /// <summary>Adds the version of a table, which the library looks for.</summary>
    public void Row(string table, int version) => _entity.HasData(
        new Dictionary<string, object> { ["name"] = table, ["version"] = version, ["compatible_from"] = 1 });
}
