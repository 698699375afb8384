using System.CommandLine;
using OrderPayment.Services;
using OrderPayment.Story;

namespace OrderPayment;

/// <summary>Defines the options of the sample, and hidden commands for its services, which are processes of this program.</summary>
internal static class CommandLine
{
    private const string Description =
        """
        Orders are paid, declined, shipped and rewarded by three services that are killed on the way; then all databases are asked
        whether anything is inconsistent. Exit code 0: nothing is. 1: something is, or a process failed. 2: no usable orders.
        """;

    private static string OwnOrders => Path.Combine(AppContext.BaseDirectory, "orders.csv");

    public static RootCommand Root()
    {
        var orders = new Option<string?>("--orders")
        {
            Description = "CSV file with the columns order, customer, amount, and optionally items and card_limit "
                + "(an order above the limit is declined). Default: the 1,000 orders that come with the sample",
            HelpName = "FILE",
        };
        var data = new Option<string?>("--data")
        {
            Description = "Keep the databases in this directory. With the databases of an earlier run, that run is continued: "
                + "settled orders stay settled. Default: a temporary directory",
            HelpName = "DIR",
        };
        var json = new Option<bool>("--json") { Description = "Print the figures as one JSON object on the last line" };
        var root = new RootCommand(Description) { orders, data, json };
        root.SetAction((parsed, ct) => SampleRun.RunAsync(
            new StoryOptions(parsed.GetValue(orders) ?? OwnOrders, parsed.GetValue(data), parsed.GetValue(json)), ct));
        root.Add(Service("order-service", OrderService.Configure));
        root.Add(Service("shipping-service", ShippingService.Configure));
        root.Add(Service("points-service", PointsService.Configure));
        return root;
    }

    private static Command Service(string name, ServiceSetup setup)
    {
        var coordinator = new Option<string>("--coordinator") { Required = true };
        var database = new Option<string>("--database") { Required = true };
        var stopAt = new Option<string?>("--stop-at");
        var command = new Command(name) { coordinator, database, stopAt };
        command.Hidden = true;
        command.SetAction((parsed, ct) => ServiceProcess.RunAsync(
            setup,
            new ServiceArguments(
                parsed.GetRequiredValue(coordinator),
                parsed.GetRequiredValue(database),
                parsed.GetValue(stopAt) is { } point ? StopPoint.Parse(point) : null),
            ct));
        return command;
    }
}
