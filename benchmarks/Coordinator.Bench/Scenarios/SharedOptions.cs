using System.CommandLine;
using Coordinator.Bench.Databases;

namespace Coordinator.Bench.Scenarios;

/// <summary>What can be said of every scenario on the command line.</summary>
internal sealed class SharedOptions
{
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "A setting of the coordinator: option=value, telemetry=on|off, DOTNET_variable=value, "
            + "or coordinator=FILE for another build's Coordinator.dll; wins over what the scenario sets itself",
        HelpName = "KEY=VALUE",
    };

    public Option<StorageKind> Storage { get; } = new("--storage")
    {
        Description = "What the coordinator keeps its journal in",
        DefaultValueFactory = _ => StorageKind.Postgres,
    };

    public Option<string?> Data { get; } = new("--data")
    {
        Description = "Keep databases and logs in this directory. Default: a temporary one, deleted when nothing failed",
        HelpName = "DIR",
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Print all figures as one JSON object on the last line" };

    /// <summary>A positive number.</summary>
    public static Option<int> Count(string name, string description, int standard)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError($"{name}: at least 1 is allowed.");
        });
        return option;
    }

    /// <summary>A time in seconds.</summary>
    public static Option<double> Seconds(string name, string description, double standard) =>
        new(name) { Description = description, DefaultValueFactory = _ => standard };

    public void AddTo(Command command, bool withStorage = true)
    {
        if (withStorage)
            command.Add(Storage);
        command.Add(_set);
        command.Add(Data);
        command.Add(Json);
    }

    /// <summary>Pairs of key and value.</summary>
    public IReadOnlyList<string> Set(ParseResult parsed) => parsed.GetValue(_set) ?? [];
}
