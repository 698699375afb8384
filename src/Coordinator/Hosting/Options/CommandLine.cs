using System.CommandLine;

namespace Coordinator.Hosting.Options;

/// <summary>Parsed command line: a command, and options as <c>--key value</c>, <c>--key=value</c> or <c>--switch</c>.</summary>
internal sealed class CommandLine
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _problems = [];

    private CommandLine(NodeCommand command) => Command = command;

    public NodeCommand Command { get; }

    /// <summary>Values of options as text, by their configuration path.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    public IReadOnlyList<string> Problems => _problems;

    /// <summary>File that follows the command; <c>null</c> when there is none.</summary>
    public string? File { get; private set; }

    public static CommandLine Parse(IReadOnlyList<string> arguments, IReadOnlyCollection<OptionKey> keys)
    {
        var grammar = new CommandLineGrammar(keys);
        var result = grammar.Parse(arguments);
        var parsed = new CommandLine(grammar.CommandOf(result));
        foreach (var (key, option) in grammar.Options)
            parsed.Take(key, result.GetResult(option)?.Tokens.Select(token => token.Value).ToArray());
        parsed._problems.AddRange(grammar.Unmatched(result));
        parsed.Take(grammar.FilesOf(result));
        if (parsed.Command is NodeCommand.Schema)
            parsed._problems.Add("The command schema needs one of: apply, print.");
        if (parsed.Command is NodeCommand.Secret)
            parsed._problems.Add("The command secret needs: hash.");
        return parsed;
    }

    private void Take(IReadOnlyList<string> files)
    {
        File = files.Count > 0 ? files[0] : null;
        if (files.Count > 1)
            _problems.Add($"Unexpected argument '{files[1]}'. The command takes one file, and options are written --key value.");
        else if (Command is NodeCommand.Backup && File is null)
            _problems.Add("The command backup needs the file to write: backup FILE.");
    }

    private void Take(OptionKey key, string[]? tokens)
    {
        switch (tokens)
        {
            case null:
                break;
            case [] when key.IsSwitch:
                _values.Add(key.Path, "true");
                break;
            case []:
                _problems.Add($"Option --{key.Name} needs a value.");
                break;
            case [var value]:
                _values.Add(key.Path, value);
                break;
            default:
                _problems.Add($"Option --{key.Name} is given more than once.");
                break;
        }
    }
}
