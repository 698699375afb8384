using System.CommandLine;
using Coordinator.Bench.Databases;

namespace Coordinator.Bench.Scenarios;

/// <summary>Command line options of every scenario.</summary>
internal sealed class SharedOptions
{
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Setting of the coordinator: option=value, telemetry=on|off, DOTNET_variable=value, "
            + "or coordinator=FILE for another build's Coordinator.dll. Overrides the settings of the scenario",
        HelpName = "KEY=VALUE",
    };

    public Option<StorageKind> Storage { get; } = new("--storage")
    {
        Description = "Database of the coordinator's journal",
        DefaultValueFactory = _ => StorageKind.Postgres,
    };

    public Option<string?> Data { get; } = new("--data")
    {
        Description = "Keep databases and logs in this directory. Default: a temporary one, which is deleted when nothing failed",
        HelpName = "DIR",
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Print all figures as one JSON object on the last line" };

    /// <summary>Creates an option for a positive number.</summary>
    public static Option<int> Count(string name, string description, int standard)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError($"{name} must be at least 1, but is {result.GetValueOrDefault<int>()}.");
        });
        return option;
    }

    /// <summary>Creates an option for a positive number, which has no value unless it is given.</summary>
    public static Option<int?> OptionalCount(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is { } value and < 1)
                result.AddError($"{name} must be at least 1, but is {value}.");
        });
        return option;
    }

    /// <summary>Creates an option for a duration as users write it. It has no value unless it is given.</summary>
    public static Option<TimeSpan?> Duration(string name, string description, TimeSpan least) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            var duration = DurationText.Read(text);
            if (duration is null || duration < least)
                result.AddError($"{name} must be a duration of at least {least.TotalSeconds}s, such as 60s, 5m or 1h, but is '{text}'.");
            return duration;
        },
    };

    /// <summary>Creates an option for a time in seconds.</summary>
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

    /// <summary>Gets the settings of the coordinator as pairs of key and value.</summary>
    public IReadOnlyList<string> Set(ParseResult parsed) => parsed.GetValue(_set) ?? [];
}
