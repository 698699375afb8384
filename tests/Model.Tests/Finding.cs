using System.Globalization;
using System.Text.RegularExpressions;

namespace Coordinator.Model.Tests;

/// <summary>What came of a search.</summary>
/// <param name="Search">The search.</param>
/// <param name="Output">What the verifier said.</param>
/// <param name="Trail">What happened, step by step, until it was found; empty when nothing was.</param>
internal sealed partial record Finding(Search Search, string Output, string Trail)
{
    /// <summary>Nothing was found, and there was nowhere left to look.</summary>
    public bool IsClean => Errors == 0 && States > 0 && !IsTruncated;

    /// <summary>Whether the search ended before it had seen all there is.</summary>
    public bool IsTruncated =>
        Output.Contains("max search depth too small", StringComparison.Ordinal)
        || Output.Contains("Search not completed", StringComparison.Ordinal)
        || Output.Contains("out of memory", StringComparison.Ordinal);

    public bool HasCycle => Output.Contains("acceptance cycle", StringComparison.Ordinal);

    public long? Errors => Number(ErrorsPattern().Match(Output));

    public long? States => Number(StatesPattern().Match(Output));

    /// <summary>The claim that was looked at, if any.</summary>
    public string? Claim => ClaimPattern().Match(Output) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>The property whose assertion failed, if any.</summary>
    public string? Broken => BrokenPattern().Match(Trail) is { Success: true } match ? match.Groups[1].Value : null;

    public void MustBeClean()
    {
        if (!IsClean)
            Assert.Fail($"{Search}: {(Trail.Length > 0 ? $"this can happen:\n{Trail}" : Output)}");
    }

    /// <summary>Of what Spin replays, what the model says and where a run goes round for ever.</summary>
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
