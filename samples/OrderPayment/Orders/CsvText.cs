using System.Text;

namespace OrderPayment.Orders;

/// <summary>
/// Splits CSV text (RFC 4180) into rows and records the line on which each begins, so that errors can name it. Empty lines are
/// not rows.
/// </summary>
internal sealed class CsvText(TextReader text)
{
    private int _line = 1;

    public IEnumerable<CsvRow> Rows()
    {
        while (text.Peek() >= 0)
        {
            var row = Next();
            if (row.Fields is not [""])
                yield return row;
        }
    }

    private CsvRow Next()
    {
        var begins = _line;
        var fields = new List<string>();
        string? problem = null;
        do
            fields.Add(Field(ref problem));
        while (Take(','));

        SkipToNextLine(ref problem);
        return new CsvRow(begins, fields, problem);
    }

    private string Field(ref string? problem)
    {
        SkipSpaces();
        if (Take('"'))
            return Quoted(ref problem);
        var field = new StringBuilder();
        while (text.Peek() is >= 0 and not (',' or '\r' or '\n'))
            field.Append((char)text.Read());
        return field.ToString().TrimEnd();
    }

    private string Quoted(ref string? problem)
    {
        var begins = _line;
        var field = new StringBuilder();
        while (text.Read() is var read and >= 0)
        {
            if (read == '"' && !Take('"'))
            {
                SkipSpaces();
                return field.ToString();
            }

            if (read == '\n')
                _line++;
            field.Append((char)read);
        }

        problem ??= $"the quote that opens on line {begins} is never closed; close it with another quote.";
        return field.ToString();
    }

    private void SkipToNextLine(ref string? problem)
    {
        Take('\r');
        while (text.Peek() >= 0 && !Take('\n'))
        {
            problem ??= "there is text behind a closing quote; write a quote inside quotes twice.";
            text.Read();
        }

        _line++;
    }

    private void SkipSpaces()
    {
        while (Take(' ') || Take('\t'))
        {
        }
    }

    private bool Take(char expected)
    {
        if (text.Peek() != expected)
            return false;
        text.Read();
        return true;
    }
}

/// <summary>Row of a CSV file.</summary>
/// <param name="Line">Line on which the row begins, counted from 1.</param>
/// <param name="Fields">Fields without their quotes and without spaces around them.</param>
/// <param name="Problem">Error in the row's CSV; <c>null</c> when there is none.</param>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Fields, string? Problem);
