using System.CommandLine;
using Coordinator.Bench.Processes;
using Coordinator.Bench.Running;
using Coordinator.Bench.Soaking;
using Coordinator.Bench.Targets;

namespace Coordinator.Bench.Scenarios;

/// <summary><c>soak</c>: a long run, with or without deletion of what is finished.</summary>
internal sealed class SoakCommand
{
    private const int Rate = 2_000;
    private const int InFlight = 1_024;
    private const int Groups = 1;

    // Services commit each local transaction to their databases, on the same two cores.
    private const int RateOfServices = 200;
    private const int InFlightOfServices = 16;
    private const int GroupsOfServices = 2;

    private static readonly TimeSpan LeastRetention = TimeSpan.FromSeconds(1);

    private readonly Option<TimeSpan?> _retention = SharedOptions.Duration(
        "--retention",
        "Time after which everything finished is deleted, such as 60s. Then services with databases of their own make the load, processes are "
        + "killed and groups are rewound, and nothing may grow. Default: nothing is deleted or killed",
        LeastRetention);

    private readonly Option<int?> _rate = Count(
        "--rate", "Transactions a second, whatever the coordinator does", Rate, RateOfServices);

    private readonly Option<double> _minutes = SharedOptions.Seconds("--minutes", "Measured time in minutes", 10);

    private readonly Option<double> _warmUp = SharedOptions.Seconds("--warm-up", "Seconds of the same load before the measured time", 60);

    private readonly Option<int?> _groups = Count(
        "--groups", "Consumer groups, each of which handles every message", Groups, GroupsOfServices);

    private readonly Option<int?> _inFlight = Count(
        "--in-flight", "Most transactions under way at once. Others start late, which is latency", InFlight, InFlightOfServices);

    private readonly Option<int> _seed = SharedOptions.Count(
        "--seed", "With --retention: number that decides which groups and queues the kills and rewinds meet", 1);

    public static Command Build()
    {
        var soak = new SoakCommand();
        return ScenarioCommand.Build(
            "soak",
            "Runs a long open loop and measures end-to-end latency and the coordinator's memory, part by part. With --retention it also measures "
            + $"the databases, and checks that nothing is lost or happens twice. It then sets {string.Join(" ", ServiceSoakPlan.Standard)}",
            [soak._rate, soak._minutes, soak._warmUp, soak._retention, soak._groups, soak._inFlight, soak._seed],
            soak.Scenario);
    }

    private IScenario Scenario(ParseResult parsed, SharedOptions shared) =>
        parsed.GetValue(_retention) is { } retention ? OfServices(parsed, shared, retention) : OfLoad(parsed, shared);

    private ServiceSoak OfServices(ParseResult parsed, SharedOptions shared, TimeSpan retention) => new(new ServiceSoakPlan
    {
        Storage = parsed.GetValue(shared.Storage),
        Groups = parsed.GetValue(_groups) ?? GroupsOfServices,
        InFlight = parsed.GetValue(_inFlight) ?? InFlightOfServices,
        Rate = parsed.GetValue(_rate) ?? RateOfServices,
        WarmUp = TimeSpan.FromSeconds(parsed.GetValue(_warmUp)),
        Length = TimeSpan.FromMinutes(parsed.GetValue(_minutes)),
        Retention = retention,
        Seed = parsed.GetValue(_seed),
        Coordinator = CoordinatorSettings.Of([.. ServiceSoakPlan.Standard, .. shared.Set(parsed)]),
    });

    private SoakScenario OfLoad(ParseResult parsed, SharedOptions shared) => new(new SoakPlan(new RunPlan
    {
        Groups = parsed.GetValue(_groups) ?? Groups,
        Storage = parsed.GetValue(shared.Storage),
        InFlight = parsed.GetValue(_inFlight) ?? InFlight,
        Size = 128,
        Rate = parsed.GetValue(_rate) ?? Rate,
        WarmUp = TimeSpan.FromSeconds(parsed.GetValue(_warmUp)),
        Length = TimeSpan.FromMinutes(parsed.GetValue(_minutes)),
        Coordinator = CoordinatorSettings.Of(shared.Set(parsed)),
    }));

    private static Option<int?> Count(string name, string description, int standard, int ofServices) =>
        SharedOptions.OptionalCount(name, $"{description}. Default: {standard:N0}, or {ofServices:N0} with --retention");
}
