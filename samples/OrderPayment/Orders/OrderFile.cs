namespace OrderPayment.Orders;

/// <summary>Content of an order file.</summary>
/// <param name="Orders">Valid rows, in the order of the file.</param>
/// <param name="BadRows">Invalid rows.</param>
internal sealed record OrderFile(IReadOnlyList<Order> Orders, IReadOnlyList<BadRow> BadRows)
{
    /// <summary>Reads a CSV file with a header row, see <see cref="OrderColumns" />.</summary>
    /// <exception cref="OrderFileException">The file has no readable orders. The message states the reason.</exception>
    public static OrderFile Read(string path)
    {
        try
        {
            using var text = new StreamReader(path);
            return Read(text, path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new OrderFileException($"Cannot read the orders: {unreadable.Message}", unreadable);
        }
    }

    public static OrderFile Read(TextReader text, string name)
    {
        using var rows = new CsvText(text).Rows().GetEnumerator();
        if (!rows.MoveNext())
            throw new OrderFileException($"{name} is empty. {OrderColumns.Expected}");
        return ReadRows(OrderColumns.Of(rows.Current, name), rows);
    }

    private static OrderFile ReadRows(OrderColumns columns, IEnumerator<CsvRow> rows)
    {
        var orders = new List<Order>();
        var badRows = new List<BadRow>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (rows.MoveNext())
        {
            var row = rows.Current;
            var (order, problem) = OrderRow.Parse(row, columns);
            if (order is not null && !lines.TryAdd(order.Id, row.Line))
                problem = $"order '{order.Id}' is on line {lines[order.Id]} already; give each order its own number.";
            if (problem is not null)
                badRows.Add(new BadRow(row.Line, problem));
            else
                orders.Add(order!);
        }

        return new OrderFile(orders, badRows);
    }
}
