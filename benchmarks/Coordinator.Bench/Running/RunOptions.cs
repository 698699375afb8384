using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Coordinator.Bench.Databases;
using Coordinator.Bench.Load;
using Coordinator.Bench.Processes;

namespace Coordinator.Bench.Running;

/// <summary>What can be said of a measurement on the command line.</summary>
internal sealed class RunOptions
{
    private readonly Option<StorageKind> _storage = new("--storage")
    {
        Description = "What the coordinator keeps its journal in; PostgreSQL is started here, with its durable defaults",
        DefaultValueFactory = _ => StorageKind.Sqlite,
    };

    private readonly Option<int[]> _inFlight = new("--in-flight")
    {
        Description = "Transactions under way at the same time; several numbers are several measurements",
        HelpName = "N,N",
        CustomParser = Numbers,
        DefaultValueFactory = _ => [1, 16, 64, 256],
    };

    private readonly Option<int[]> _size = new("--size")
    {
        Description = "Bytes of a message's body; several sizes are several measurements",
        HelpName = "N,N",
        CustomParser = Numbers,
        DefaultValueFactory = _ => [128],
    };

    private readonly Option<double> _seconds =
        new("--seconds") { Description = "How long to measure", DefaultValueFactory = _ => 10 };

    private readonly Option<double> _warmUp =
        new("--warm-up") { Description = "Seconds of the same load before", DefaultValueFactory = _ => 5 };

    private readonly Option<double?> _rate = new("--rate")
    {
        Description = "An open loop: so many transactions a second, whatever the coordinator does; a late start is latency. "
            + "Default: a closed loop, each ends before the next starts",
    };

    private readonly Option<int> _producers =
        new("--producers") { Description = "Processes that share the load", DefaultValueFactory = _ => 1 };

    private readonly Option<int> _groups =
        new("--groups") { Description = "Consumer groups, a process each", DefaultValueFactory = _ => 1 };

    private readonly Option<int> _queues = new("--queues") { Description = "Queues of the topic", DefaultValueFactory = _ => 4 };

    private readonly Option<double> _unknown = new("--unknown")
    {
        Description = "The share of transactions whose producer falls silent after the Prepare, so that a check must find out",
    };

    private readonly Option<double> _rollback =
        new("--rollback") { Description = "The share of transactions that are rolled back" };

    private readonly Option<Telemetry> _telemetry = new("--telemetry")
    {
        Description = "On: somebody in the coordinator's process listens to its meters, as an exporter would",
        DefaultValueFactory = _ => Telemetry.Off,
    };

    private readonly Option<bool> _noFloor = new("--no-floor") { Description = "Do not measure the plainest writer beside" };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "A setting of the coordinator: option=value, DOTNET_variable=value, "
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
                    result.AddError($"{positive.Name}: at least 1 is allowed.");
            });
        }
    }

    /// <summary>Where to keep databases and logs.</summary>
    public Option<string?> Data { get; } = new("--data")
    {
        Description = "Keep databases and logs in this directory. Default: a temporary one, deleted when nothing failed",
        HelpName = "DIR",
    };

    public IEnumerable<Option> All => [.. OfLoad, _noFloor];

    /// <summary>Gets the options of a measurement without its floor.</summary>
    public IEnumerable<Option> OfLoad =>
    [
        _storage, _inFlight, _size, _seconds, _warmUp, _rate, _producers, _groups, _queues, _unknown, _rollback, _telemetry,
        _set, Data,
    ];

    /// <summary>Those that matter to the floor alone.</summary>
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

    // Of an option that a command does not have, its default.
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
        result.AddError($"'{string.Join(' ', parts)}' is not a list of numbers, as in 1,16,64.");
        return [];
    }
}
