using System.Globalization;
using Coordinator.Contracts.Messages;

namespace OrderPayment.Orders;

/// <summary>Reads a row of an order file as an order, or finds the error in it.</summary>
internal static class OrderRow
{
    private const decimal MostAllowed = 10_000_000m;

    public static (Order? Order, string? Problem) Parse(CsvRow row, OrderColumns columns)
    {
        if (row.Problem is not null)
            return (null, row.Problem);
        if (row.Fields.Count != columns.Count)
            return (null, $"it has {row.Fields.Count} fields, the first line has {columns.Count}; both must have the same number.");
        var id = columns.Field(row, OrderColumns.Order);
        var customer = columns.Field(row, OrderColumns.Customer);
        var (cents, amountProblem) = Cents(OrderColumns.Amount, columns.Field(row, OrderColumns.Amount));
        var limit = columns.Field(row, OrderColumns.CardLimit);
        var (most, limitProblem) = limit.Length > 0 ? Cents(OrderColumns.CardLimit, limit) : (null, null);
        var problem = LabelProblem(OrderColumns.Order, id)
            ?? LabelProblem(OrderColumns.Customer, customer)
            ?? amountProblem
            ?? limitProblem;
        return problem is null
            ? (new Order(id, customer, columns.Field(row, OrderColumns.Items), cents!.Value, most), null)
            : (null, problem);
    }

    private static string? LabelProblem(string column, string value) => value.Length switch
    {
        0 => $"{column} is empty.",
        > MessageLimits.MaxLabelLength =>
            $"{column} has {value.Length} characters; at most {MessageLimits.MaxLabelLength} are allowed.",
        _ => null,
    };

    private static (long? Cents, string? Problem) Cents(string column, string text)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            return (null, $"{column} '{text}' is no amount; digits with a point are expected, such as 129.90.");
        return amount is > 0 and <= MostAllowed && amount == decimal.Round(amount, 2)
            ? ((long)(amount * 100), null)
            : (null, $"{column} {text} is out of range; 0.01 to {MostAllowed:0} with at most two decimals are allowed.");
    }
}
