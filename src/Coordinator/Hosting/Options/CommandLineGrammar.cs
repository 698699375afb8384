using System.CommandLine;
using System.CommandLine.Parsing;

namespace Coordinator.Hosting.Options;

/// <summary>Commands and options as System.CommandLine needs them, and the errors about tokens that match none.</summary>
internal sealed class CommandLineGrammar
{
    private static readonly string[] HelpNames = ["--help", "-h", "-?", "/?"];

    private readonly Command _schemaApply = new("apply");
    private readonly Command _schemaPrint = new("print");
    private readonly Command _schema = new("schema");
    private readonly Command _secretHash = new("hash");
    private readonly Command _secret = new("secret");
    private readonly Command _backup = new("backup");
    private readonly Command _restore = new("restore");
    private readonly Command _compact = new("compact");
    private readonly Argument<string[]> _file = new("file") { Arity = ArgumentArity.ZeroOrMore };
    private readonly Command _help = new("help");
    private readonly Option<bool> _helpOption = new("--help", HelpNames) { Recursive = true };
    private readonly Option<bool> _versionOption = new("--version");
    private readonly RootCommand _root = new();

    public CommandLineGrammar(IEnumerable<OptionKey> keys)
    {
        Options = [.. keys.Where(key => key.IsText).Select(key => (key, OptionOf(key)))];
        // Help and errors are ours: grouped by capability, with the key's name in configuration and environment.
        _root.Options.Clear();
        _root.Options.Add(_helpOption);
        _root.Options.Add(_versionOption);
        foreach (var (_, option) in Options)
            _root.Options.Add(option);
        _schema.Subcommands.Add(_schemaApply);
        _schema.Subcommands.Add(_schemaPrint);
        _secret.Subcommands.Add(_secretHash);
        _backup.Arguments.Add(_file);
        _restore.Arguments.Add(_file);
        _root.Subcommands.Add(_backup);
        _root.Subcommands.Add(_restore);
        _root.Subcommands.Add(_compact);
        _root.Subcommands.Add(_schema);
        _root.Subcommands.Add(_secret);
        _root.Subcommands.Add(_help);
        _root.TreatUnmatchedTokensAsErrors = false;
    }

    public IReadOnlyList<(OptionKey Key, Option<string[]> Option)> Options { get; }

    public ParseResult Parse(IReadOnlyList<string> arguments) =>
        _root.Parse([.. arguments.Select(Canonical)], new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });

    public NodeCommand CommandOf(ParseResult result)
    {
        var command = result.CommandResult.Command;
        return result.GetValue(_helpOption) || command == _help ? NodeCommand.Help
            : result.GetValue(_versionOption) ? NodeCommand.Version
            : command == _schemaApply ? NodeCommand.SchemaApply
            : command == _schemaPrint ? NodeCommand.SchemaPrint
            : command == _schema ? NodeCommand.Schema
            : command == _secretHash ? NodeCommand.SecretHash
            : command == _secret ? NodeCommand.Secret
            : command == _backup ? NodeCommand.Backup
            : command == _restore ? NodeCommand.Restore
            : command == _compact ? NodeCommand.Compact
            : NodeCommand.Run;
    }

    /// <summary>Files that follow a command which takes one.</summary>
    public IReadOnlyList<string> FilesOf(ParseResult result) =>
        result.CommandResult.Command == _backup || result.CommandResult.Command == _restore ? result.GetValue(_file) ?? [] : [];

    /// <summary>Errors about options and commands that do not exist, each with the nearest that does.</summary>
    public IEnumerable<string> Unmatched(ParseResult result)
    {
        // What follows an unknown option or command may belong to it, and is no error of its own.
        var belongs = false;
        foreach (var token in result.UnmatchedTokens)
        {
            var isOption = token.StartsWith("--", StringComparison.Ordinal);
            if (isOption)
                yield return UnknownOption(token.Split('=')[0][2..]);
            else if (!belongs)
                yield return UnknownCommand(token, result.CommandResult.Command);
            belongs = !isOption || !token.Contains('=', StringComparison.Ordinal);
        }
    }

    private string UnknownOption(string name) =>
        $"Unknown option --{name}.{Nearest.Hint(name, Options.Select(option => option.Key.Name).Append("help"), "--")}";

    private static string UnknownCommand(string name, Command parent)
    {
        var known = parent.Subcommands.Select(command => command.Name).ToArray();
        return known.Length == 0
            ? $"Unexpected argument '{name}'. Options are written --key value."
            : $"Unknown command '{name}'.{Nearest.Hint(name, known)} Commands: {string.Join(", ", known)}. Options are written --key value.";
    }

    /// <summary>Keys ignore case, and may be written with colons as in the configuration.</summary>
    private string Canonical(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
            return argument;
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        var name = (equals < 0 ? argument : argument[..equals])[2..].Replace(':', '.');
        var known = Options.FirstOrDefault(option => option.Key.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Key?.Name ?? name;
        return $"--{known}{(equals < 0 ? "" : argument[equals..])}";
    }

    private static Option<string[]> OptionOf(OptionKey key) => new($"--{key.Name}")
    {
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = false,
        Recursive = true,
        CustomParser = argument => [.. argument.Tokens.Select(token => token.Value)],
    };
}
