using OrderPayment.Orders;

namespace Coordinator.EndToEnd.Tests.Sample;

public sealed class OrderFileSpec
{
    private const string Header = "order,customer,amount,items,card_limit\n";

    [Fact]
    public void File_gives_its_orders_in_their_order()
    {
        var file = Read("A1,anna,12.50,\"1 x Cup, 2 x \"\"Pocket\"\" scale\",100\nA2,ben,7,,\n");

        Assert.Empty(file.BadRows);
        Assert.Equal(
            [
                new Order("A1", "anna", "1 x Cup, 2 x \"Pocket\" scale", 1250, 10_000),
                new Order("A2", "ben", "", 700, null),
            ],
            file.Orders);
    }

    [Fact]
    public void File_may_have_its_columns_in_any_order_and_others_beside()
    {
        var file = ReadAll("Amount, placed_at,Customer,Order\r\n12.50,today,anna,A1\r\n");
        Assert.Equal(new Order("A1", "anna", "", 1250, null), Assert.Single(file.Orders));
    }

    [Theory]
    [InlineData(",anna,1,,", "order is empty")]
    [InlineData("A1,,1,,", "customer is empty")]
    [InlineData("A1,anna,dear,,", "amount 'dear' is no amount")]
    [InlineData("A1,anna,-1,,", "amount '-1' is no amount")]
    [InlineData("A1,anna,0,,", "amount 0 is out of range")]
    [InlineData("A1,anna,1.234,,", "at most two decimals")]
    [InlineData("A1,anna,1,,much", "card_limit 'much' is no amount")]
    [InlineData("A1,anna,1", "it has 3 fields, the first line has 5")]
    [InlineData("\"A\"1,anna,1,,", "text behind a closing quote")]
    [InlineData("A1,anna,1,\"open,", "is never closed")]
    public void Bad_row_is_named_with_its_line_and_skipped(string row, string problem)
    {
        var file = Read($"A0,zoe,1,,\n{row}\n");

        Assert.Equal("A0", Assert.Single(file.Orders).Id);
        var bad = Assert.Single(file.BadRows);
        Assert.Equal(3, bad.Line);
        Assert.Contains(problem, bad.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_row_is_named_with_its_first_line_after_empty_lines_and_rows_of_several_lines()
    {
        var file = Read("A1,anna,1,\"two\nlines\",\n\n\nA2,ben,x,\"two\nlines\",\nA3,ben,1,,\n");

        Assert.Equal(6, Assert.Single(file.BadRows).Line);
        Assert.Equal(["A1", "A3"], file.Orders.Select(order => order.Id));
    }

    [Fact]
    public void Second_row_of_an_order_is_bad()
    {
        var bad = Assert.Single(Read("A1,anna,1,,\nA1,ben,2,,\n").BadRows);
        Assert.Contains("is on line 2 already", bad.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void File_without_a_needed_column_is_refused_with_its_name()
    {
        var refused = Assert.Throws<OrderFileException>(() => ReadAll("order,customer\nA1,anna\n"));
        Assert.Contains("mine.csv has no column amount", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_that_is_empty_or_missing_is_refused()
    {
        Assert.Throws<OrderFileException>(() => ReadAll(""));
        Assert.Throws<OrderFileException>(() => OrderFile.Read(Path.Combine(Path.GetTempPath(), "no-such-orders.csv")));
    }

    [Fact]
    public void File_that_comes_with_the_sample_is_good()
    {
        var file = OrderFile.Read(Path.Combine(AppContext.BaseDirectory, "orders.csv"));

        Assert.Empty(file.BadRows);
        Assert.Equal(1_000, file.Orders.Count);
        Assert.InRange(file.Orders.Count(order => order.ExceedsCardLimit), 20, 80);
    }

    private static OrderFile Read(string rows) => ReadAll(Header + rows);

    private static OrderFile ReadAll(string text) => OrderFile.Read(new StringReader(text), "mine.csv");
}
