namespace OrderPayment.Orders;

/// <summary>Positions of the columns of an order file. Other columns are ignored.</summary>
internal sealed class OrderColumns
{
    public const string Order = "order";
    public const string Customer = "customer";
    public const string Amount = "amount";
    public const string Items = "items";
    public const string CardLimit = "card_limit";

    public const string Expected =
        "The first line must name the columns order, customer and amount, separated by commas; items and card_limit may follow.";

    private static readonly string[] Required = [Order, Customer, Amount];

    private readonly Dictionary<string, int> _positions = new(StringComparer.OrdinalIgnoreCase);

    private OrderColumns(IReadOnlyList<string> names)
    {
        Count = names.Count;
        foreach (var (place, name) in names.Index())
            _positions.TryAdd(name, place);
    }

    public int Count { get; }

    /// <exception cref="OrderFileException">A column is missing.</exception>
    public static OrderColumns Of(CsvRow header, string file)
    {
        var columns = new OrderColumns(header.Fields);
        var missing = Required.Where(name => !columns._positions.ContainsKey(name)).ToArray();
        return missing.Length == 0
            ? columns
            : throw new OrderFileException($"{file} has no column {string.Join(", ", missing)}. {Expected}");
    }

    /// <summary>
    /// Gets a field of a row that has as many fields as there are columns; empty when the file lacks that column.
    /// </summary>
    public string Field(CsvRow row, string name) => _positions.TryGetValue(name, out var place) ? row.Fields[place] : "";
}
