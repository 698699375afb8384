using System.Globalization;
using System.Text.RegularExpressions;

namespace Coordinator.Model.Tests;

/// <summary>Result of a search.</summary>
/// <param name="Search">The search.</param>
/// <param name="Output">Output of the verifier.</param>
/// <param name="Trail">Steps that lead to the error; empty when there is none.</param>
internal sealed partial record Finding(Search Search, string Output, string Trail)
{
    /// <summary>Gets a value indicating whether the search was complete and found no error.</summary>
    public bool IsClean => Errors == 0 && States > 0 && !IsTruncated;

    /// <summary>Gets a value indicating whether the search ended before it was complete.</summary>
    public bool IsTruncated =>
        Output.Contains("max search depth too small", StringComparison.Ordinal)
        || Output.Contains("Search not completed", StringComparison.Ordinal)
        || Output.Contains("out of memory", StringComparison.Ordinal);

    public bool HasCycle => Output.Contains("acceptance cycle", StringComparison.Ordinal);

    public long? Errors => Number(ErrorsPattern().Match(Output));

    public long? States => Number(StatesPattern().Match(Output));

    /// <summary>Gets the claim that was checked, if any.</summary>
    public string? Claim => ClaimPattern().Match(Output) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>Gets the property whose assertion failed, if any.</summary>
    public string? Broken => BrokenPattern().Match(Trail) is { Success: true } match ? match.Groups[1].Value : null;

    public void MustBeClean()
    {
        if (!IsClean)
            Assert.Fail($"{Search}: {(Trail.Length > 0 ? $"this can happen:\n{Trail}" : Output)}");
    }

    /// <summary>Selects from Spin's replay the output of the model and the start of an infinite cycle.</summary>
    public static string Steps(string replay) => string.Join('\n', replay
        .Split('\n')
        .TakeWhile(line => !line.StartsWith("#processes", StringComparison.Ordinal))
        .Select(line => line.Trim())
        .Where(line => line.Length > 0
            && !line.StartsWith("spin:", StringComparison.Ordinal)
            && !line.StartsWith("ltl ", StringComparison.Ordinal)
            && !line.StartsWith("Never claim", StringComparison.Ordinal)));

    private static long? Number(Match match) =>
        match.Success ? (long)double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"errors: (\d+)")]
    private static partial Regex ErrorsPattern();

    [GeneratedRegex(@"^\s*([\d.e+]+) states, stored", RegexOptions.Multiline)]
    private static partial Regex StatesPattern();

    [GeneratedRegex(@"never claim\s+\+ \((\w+)\)")]
    private static partial Regex ClaimPattern();

    [GeneratedRegex(@"^BROKEN: (\w+)$", RegexOptions.Multiline)]
    private static partial Regex BrokenPattern();
}
