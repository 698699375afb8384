using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Postgres;
using Coordinator.Harness.Processes;
using Coordinator.Harness.Waiting;
using Coordinator.Testing;

namespace Coordinator.EndToEnd.Tests.Sample;

/// <summary>Runs the two services of samples/Shop as processes, with a coordinator and PostgreSQL.</summary>
public sealed class ShopSpec
{
    private const int MostLines = 45;
    private const int MostColumns = 120;

    [PostgresFact]
    public async Task Order_that_is_paid_twice_is_shipped_once()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        await using var ordersDatabase = await PostgresServer.CreateDatabaseAsync();
        await using var shippingDatabase = await PostgresServer.CreateDatabaseAsync();
        await using var shipping = Start("Shipping", shippingDatabase, coordinator);
        var shipments = new Uri(await AddressAsync(shipping), "/shipments");
        await using var orders = Start("Orders", ordersDatabase, coordinator, "--CoordinatorParticipant:ProducerGroup", "orders");
        var pay = new Uri(await AddressAsync(orders), "/orders/17/pay");
        using var http = new HttpClient();

        var first = await PayAsync(http, pay);
        var second = await PayAsync(http, pay);

        Assert.False(first.GetProperty("wasAlreadyCommitted").GetBoolean());
        Assert.True(second.GetProperty("wasAlreadyCommitted").GetBoolean());
        Assert.Equal(first.GetProperty("transaction").GetString(), second.GetProperty("transaction").GetString());
        await Eventually.TrueAsync(async () => (await http.GetFromJsonAsync<JsonElement>(shipments)).GetArrayLength() == 1, () => $"the order is shipped; {shipping.Output}");
        var shipped = await http.GetFromJsonAsync<JsonElement>(shipments);
        Assert.Equal(17, Assert.Single(shipped.EnumerateArray()).GetProperty("orderId").GetInt32());
        using var unknown = await http.PostAsync(new Uri(pay, "/orders/99/pay"), null);
        Assert.Equal(HttpStatusCode.InternalServerError, unknown.StatusCode);
    }

    /// <summary>The promise of docs/participants.md: what a team writes beside its entities.</summary>
    [Fact]
    public void Both_programs_together_are_short()
    {
        string[] lines = [.. new[] { "Orders", "Shipping" }.SelectMany(service => File.ReadLines(Path.Combine(Folder(service), "Program.cs")))];

        Assert.InRange(lines.Count(line => line.Trim().Length > 0 && !line.StartsWith("using ", StringComparison.Ordinal)), 1, MostLines);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, MostColumns));
    }

    private static async Task<JsonElement> PayAsync(HttpClient http, Uri pay)
    {
        using var answer = await http.PostAsync(pay, null);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static ChildProcess Start(string service, PostgresDatabase database, TestCoordinator coordinator, params string[] more)
    {
        var program = DotNet.Run(
            Path.Combine(Folder(service), "bin", BuildOutput, $"Shop.{service}.dll"),
            [
                "--urls", "http://127.0.0.1:0",
                $"--ConnectionStrings:{service}", database.ConnectionString,
                "--CoordinatorParticipant:ContactPoints:0", coordinator.ContactPoint,
                .. more,
            ]);
        return ChildProcess.Start(program);
    }

    /// <summary>Waits for the line in which the service tells its address.</summary>
    private static async Task<Uri> AddressAsync(ChildProcess service)
    {
        const string Listening = "Now listening on: ";
        await foreach (var line in service.Lines.ReadAllAsync())
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var place)
                return new Uri(line[(place + Listening.Length)..]);
        }

        throw new InvalidOperationException($"The service ended: {service.Output}");
    }

    private static string BuildOutput { get; } = Path.GetRelativePath(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..")), AppContext.BaseDirectory);

    private static string Folder(string service) =>
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "samples", "Shop", service));
}
