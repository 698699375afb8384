using System.Text.RegularExpressions;

namespace Coordinator.Architecture.Tests.Language;

/// <summary>Words that the code does not use any more, and what replaced them.</summary>
internal sealed partial class RenameTable
{
    private readonly List<Rename> _renames;
    private readonly Dictionary<Rename, string> _humps;
    private readonly Dictionary<string, Rename> _text;
    private readonly Regex _anyText;

    public RenameTable(IEnumerable<Rename> renames)
    {
        _renames = [.. renames];
        _humps = _renames.ToDictionary(rename => rename, rename => Humps(rename.Word));
        _text = _renames.Where(rename => rename.Scope is RenameScope.Text)
            .ToDictionary(rename => rename.Word, StringComparer.OrdinalIgnoreCase);
        _anyText = new Regex($@"\b({string.Join('|', _text.Keys.Select(word => word.Replace(" ", @"\s+", StringComparison.Ordinal)))})\b",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    /// <summary>Gets the table of this repository. It is no C#, so that the check does not find its own words.</summary>
    public static RenameTable Default { get; } = Read(Repository.Read($"{Repository.ArchitectureTests}/Language/renames.txt"));

    /// <summary>Finds the words that a declared name must not hold.</summary>
    public IEnumerable<Rename> InName(DeclaredName name)
    {
        var humps = Humps(name.Name);
        return _renames.Where(rename => rename.Scope switch
        {
            RenameScope.Name => humps.Contains(_humps[rename], StringComparison.Ordinal),
            RenameScope.Member => name.Kind is not NameKind.Local && humps.Contains(_humps[rename], StringComparison.Ordinal),
            RenameScope.Whole => name.Kind is not NameKind.Local && name.Name == rename.Word,
            RenameScope.Type => name.Kind is NameKind.Type && name.Name == rename.Word,
            _ => false,
        });
    }

    /// <summary>Finds words in prose, each with its place.</summary>
    public IEnumerable<(Rename Rename, int Index)> InText(string text)
    {
        foreach (Match match in _anyText.Matches(text))
            yield return (_text[Spaces().Replace(match.Value, " ")], match.Index);
    }

    /// <summary>Finds words in a string that is no prose.</summary>
    public IEnumerable<Rename> InCode(string text) => text.Any(char.IsWhiteSpace)
        ? []
        : _renames.Where(rename => rename.Scope is RenameScope.Code && Humps(text).Contains(_humps[rename], StringComparison.Ordinal));

    private static RenameTable Read(string text) => new(text.Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Select(cells => new Rename(cells[0], cells[1], Enum.Parse<RenameScope>(cells[2]))));

    /// <summary>Writes the words of a name in capitals between slashes: <c>/FRONT/END/</c>.</summary>
    private static string Humps(string name) => $"/{string.Join('/', Hump().Matches(name).Select(match => match.Value.ToUpperInvariant()))}/";

    [GeneratedRegex(@"\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|\d+")]
    private static partial Regex Hump();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
