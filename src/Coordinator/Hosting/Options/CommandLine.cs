namespace Coordinator.Hosting.Options;

/// <summary>What a command line says: <c>--key value</c>, <c>--key=value</c>, and <c>--switch</c>.</summary>
internal sealed class CommandLine
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _problems = [];

    private CommandLine() { }

    public bool Help { get; private set; }

    public bool Version { get; private set; }

    public IReadOnlyDictionary<string, string> Values => _values;

    public IReadOnlyList<string> Problems => _problems;

    public static CommandLine Parse(IReadOnlyList<string> arguments, IReadOnlyCollection<OptionKey> keys)
    {
        var parsed = new CommandLine();
        var byName = keys.Where(key => key.IsText).ToDictionary(key => key.Name, StringComparer.OrdinalIgnoreCase);
        for (var next = 0; next < arguments.Count;)
            next += parsed.Take(arguments, next, byName);
        return parsed;
    }

    /// <summary>How many arguments belonged together.</summary>
    private int Take(IReadOnlyList<string> arguments, int at, Dictionary<string, OptionKey> keys)
    {
        var argument = arguments[at];
        if (argument is "--help" or "-h" or "-?")
            Help = true;
        else if (argument is "--version")
            Version = true;
        else if (!argument.StartsWith("--", StringComparison.Ordinal))
            _problems.Add($"'{argument}' is no option; options are written --key value.");
        else
            return TakeOption(arguments, at, keys);
        return 1;
    }

    private int TakeOption(IReadOnlyList<string> arguments, int at, Dictionary<string, OptionKey> keys)
    {
        var (name, equals) = Split(arguments[at][2..]);
        if (!keys.TryGetValue(name.Replace(':', '.'), out var key))
        {
            _problems.Add($"--{name} is no option.{Nearest.Hint(name, keys.Keys.Select(known => known), "--")}");
            // Its value, if one follows, is no problem of its own.
            return equals is null && HasValue(arguments, at) ? 2 : 1;
        }

        var separate = equals is null && HasValue(arguments, at) && !(key.IsSwitch && !bool.TryParse(arguments[at + 1], out _));
        var value = equals ?? (separate ? arguments[at + 1] : key.IsSwitch ? "true" : null);
        if (value is null)
            _problems.Add($"--{key.Name} has no value.");
        else if (!_values.TryAdd(key.Path, value))
            _problems.Add($"--{key.Name} is given twice.");
        return separate ? 2 : 1;
    }

    private static bool HasValue(IReadOnlyList<string> arguments, int at) =>
        at + 1 < arguments.Count && !arguments[at + 1].StartsWith("--", StringComparison.Ordinal);

    private static (string Name, string? Value) Split(string option) =>
        option.IndexOf('=', StringComparison.Ordinal) is var equals and >= 0
            ? (option[..equals], option[(equals + 1)..])
            : (option, null);
}
