using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Coordinator.Bench.Databases;
using Coordinator.Bench.Load;
using Coordinator.Bench.Processes;

namespace Coordinator.Bench.Running;

/// <summary>Command line options of a measurement.</summary>
internal sealed class RunOptions
{
    private readonly Option<StorageKind> _storage = new("--storage")
    {
        Description = "Database of the coordinator's journal. The benchmark starts PostgreSQL itself, with its durable defaults",
        DefaultValueFactory = _ => StorageKind.Sqlite,
    };

    private readonly Option<int[]> _inFlight = new("--in-flight")
    {
        Description = "Transactions under way at the same time. Each number is one measurement",
        HelpName = "N,N",
        CustomParser = Numbers,
        DefaultValueFactory = _ => [1, 16, 64, 256],
    };

    private readonly Option<int[]> _size = new("--size")
    {
        Description = "Bytes of a message's body. Each size is one measurement",
        HelpName = "N,N",
        CustomParser = Numbers,
        DefaultValueFactory = _ => [128],
    };

    private readonly Option<double> _seconds =
        new("--seconds") { Description = "Measured time in seconds", DefaultValueFactory = _ => 10 };

    private readonly Option<double> _warmUp =
        new("--warm-up") { Description = "Seconds of the same load before the measured time", DefaultValueFactory = _ => 5 };

    private readonly Option<double?> _rate = new("--rate")
    {
        Description = "Open loop with this many transactions a second, whatever the coordinator does. A late start is latency. "
            + "Default: a closed loop, in which each transaction ends before the next starts",
    };

    private readonly Option<int> _producers =
        new("--producers") { Description = "Producer processes that share the load", DefaultValueFactory = _ => 1 };

    private readonly Option<int> _groups =
        new("--groups") { Description = "Consumer groups, with one process each", DefaultValueFactory = _ => 1 };

    private readonly Option<int> _queues = new("--queues") { Description = "Queues of the topic", DefaultValueFactory = _ => 4 };

    private readonly Option<double> _unknown = new("--unknown")
    {
        Description = "Share of transactions whose producer sends nothing after the Prepare, so that the coordinator has to check",
    };

    private readonly Option<double> _rollback =
        new("--rollback") { Description = "Share of transactions that are rolled back" };

    private readonly Option<Telemetry> _telemetry = new("--telemetry")
    {
        Description = "On: a listener in the coordinator's process reads its meters, as an exporter would",
        DefaultValueFactory = _ => Telemetry.Off,
    };

    private readonly Option<bool> _noFloor = new("--no-floor") { Description = "Do not measure the plainest writer" };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Setting of the coordinator: option=value, DOTNET_variable=value, "
            + "or coordinator=FILE for another build's Coordinator.dll",
        HelpName = "KEY=VALUE",
    };

    public RunOptions()
    {
        _size.Validators.Add(result => RequireEach(result, _size, Payload.MinSize));
        _inFlight.Validators.Add(result => RequireEach(result, _inFlight, 1));
        foreach (var positive in new[] { _producers, _groups, _queues })
        {
            positive.Validators.Add(result =>
            {
                if (result.GetValue(positive) < 1)
                    result.AddError($"{positive.Name} must be at least 1, but is {result.GetValue(positive)}.");
            });
        }
    }

    /// <summary>Gets the option for the directory of databases and logs.</summary>
    public Option<string?> Data { get; } = new("--data")
    {
        Description = "Keep databases and logs in this directory. Default: a temporary one, which is deleted when nothing failed",
        HelpName = "DIR",
    };

    public IEnumerable<Option> All => [.. OfLoad, _noFloor];

    /// <summary>Gets the options of a measurement without its floor.</summary>
    public IEnumerable<Option> OfLoad =>
    [
        _storage, _inFlight, _size, _seconds, _warmUp, _rate, _producers, _groups, _queues, _unknown, _rollback, _telemetry,
        _set, Data,
    ];

    /// <summary>Gets the options that apply to the floor alone.</summary>
    public IEnumerable<Option> OfFloor => [_storage, _inFlight, _size, _seconds, Data];

    public IReadOnlyList<RunPlan> Plans(ParseResult parsed) =>
    [
        .. from size in parsed.GetRequiredValue(_size)
           from inFlight in parsed.GetRequiredValue(_inFlight)
           select new RunPlan
           {
               Storage = parsed.GetValue(_storage),
               InFlight = inFlight,
               Size = size,
               WarmUp = TimeSpan.FromSeconds(parsed.GetValue(_warmUp)),
               Length = TimeSpan.FromSeconds(parsed.GetValue(_seconds)),
               Producers = Math.Min(Value(parsed, _producers), inFlight),
               Groups = Value(parsed, _groups),
               Queues = Value(parsed, _queues),
               Rate = parsed.GetValue(_rate),
               Unknown = parsed.GetValue(_unknown),
               Rollback = parsed.GetValue(_rollback),
               Floor = !parsed.GetValue(_noFloor),
               Coordinator = Settings(parsed),
           },
    ];

    private CoordinatorSettings Settings(ParseResult parsed)
    {
        var settings = CoordinatorSettings.Of(parsed.GetValue(_set) ?? []);
        return settings with { Telemetry = settings.Telemetry || parsed.GetValue(_telemetry) == Telemetry.On };
    }

    // An option that the command does not have has its default value.
    private static int Value(ParseResult parsed, Option<int> option) =>
        parsed.GetResult(option) is null ? (int)option.GetDefaultValue()! : parsed.GetValue(option);

    private static void RequireEach(OptionResult result, Option<int[]> option, int least)
    {
        if (result.GetValue(option) is { } numbers && Array.Exists(numbers, number => number < least))
            result.AddError($"{option.Name}: at least {least} is allowed.");
    }

    private static int[] Numbers(ArgumentResult result)
    {
        var parts = result.Tokens.SelectMany(token => token.Value.Split(',')).ToArray();
        if (Array.TrueForAll(parts, part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            return [.. parts.Select(part => int.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture))];
        result.AddError($"'{string.Join(' ', parts)}' must be a list of numbers, such as 1,16,64.");
        return [];
    }
}
