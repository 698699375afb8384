using System.Globalization;
using System.Text.Json;
using Coordinator.Harness;
using Coordinator.Harness.Processes;

namespace Coordinator.EndToEnd.Tests.Sample;

/// <summary>Runs the sample as a user runs it, with fewer orders.</summary>
public sealed class OrderPaymentSpec : IDisposable
{
    private const int Orders = 60;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TempDirectory _directory = new();

    [Fact]
    public async Task Story_ends_without_an_inconsistency_and_can_be_told_again()
    {
        var orders = OrderFile();
        var first = await TellAsync(orders);
        Assert.Equal(Orders, first.GetProperty("orders").GetInt32());
        Assert.Equal(Orders / 10, first.GetProperty("declined").GetInt32());
        Assert.Equal(Orders * 9 / 10, first.GetProperty("paid").GetInt32());
        Assert.Equal(Orders * 9 / 10, first.GetProperty("committed").GetInt32());
        Assert.Equal(Orders * 9 / 10, first.GetProperty("shipped").GetInt32());
        Assert.Equal(Orders * 9 / 10, first.GetProperty("pointsAwarded").GetInt32());
        Assert.Equal(5, first.GetProperty("kills").GetInt32());
        Assert.True(first.GetProperty("decidedByCheck").GetInt32() >= 3);
        Assert.True(first.GetProperty("redeliveriesAbsorbed").GetInt32() >= 1);

        var again = await TellAsync(orders);
        Assert.Equal(Orders * 9 / 10, again.GetProperty("paid").GetInt32());
        Assert.Equal(first.GetProperty("committed").GetInt32(), again.GetProperty("committed").GetInt32());
        Assert.Equal(0, again.GetProperty("kills").GetInt32());
    }

    [Fact]
    public async Task Story_needs_orders()
    {
        await using var sample = ChildProcess.Start(DotNet.Run("OrderPayment.dll", "--orders", _directory.File("none.csv")));
        Assert.Equal(2, await sample.ExitAsync(Patience));
        Assert.Contains("none.csv", sample.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private async Task<JsonElement> TellAsync(string orders)
    {
        var data = _directory.File("data");
        await using var sample = ChildProcess.Start(DotNet.Run("OrderPayment.dll", "--orders", orders, "--data", data, "--json"));
        Assert.True(await sample.ExitAsync(Patience) == 0, sample.Output);
        var figures = JsonDocument.Parse(sample.Output.Split(Environment.NewLine).Last(line => line.StartsWith('{'))).RootElement;
        Assert.Equal(0, figures.GetProperty("inconsistent").GetInt32());
        return figures;
    }

    private string OrderFile()
    {
        var rows = Enumerable.Range(1, Orders).Select(Row);
        var file = _directory.File("orders.csv");
        File.WriteAllLines(file, ["order,customer,amount,card_limit", .. rows, "order 61,nobody,much,"]);
        return file;
    }

    // Every tenth order costs more than its card pays.
    private static string Row(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"order {number},customer-{number % 7},{number}.50,{(number % 10 == 0 ? "0.50" : "")}");
}
