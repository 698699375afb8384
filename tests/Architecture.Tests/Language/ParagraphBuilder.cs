using System.Text;
using System.Text.RegularExpressions;

namespace Coordinator.Architecture.Tests.Language;

/// <summary>Collects text into paragraphs and keeps the line on which each starts.</summary>
internal sealed partial class ParagraphBuilder
{
    private readonly List<Paragraph> _done = [];
    private readonly StringBuilder _text = new();
    private int _line;

    public IReadOnlyList<Paragraph> Done => _done;

    public void Add(string text, int line)
    {
        if (_text.Length == 0)
            _line = line;
        _text.Append(text);
    }

    /// <summary>Adds a span of code: one word, whatever stands in it.</summary>
    public void AddCode(string code, int line) => Add(Spaces().Replace(code, "_"), line);

    public void End(ProsePart part)
    {
        var text = _text.ToString();
        _text.Clear();
        var start = text.Length - text.TrimStart().Length;
        var line = _line + text[..start].Count(character => character == '\n');
        if (!string.IsNullOrWhiteSpace(text))
            _done.Add(new Paragraph(text.Trim(), line, part));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
