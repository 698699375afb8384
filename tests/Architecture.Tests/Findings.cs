namespace Coordinator.Architecture.Tests;

/// <summary>Reports findings so that each can be read and opened.</summary>
internal static class Findings
{
    public static void AssertNone(IEnumerable<object> findings)
    {
        string[] lines = [.. findings.Select(finding => $"{finding}")];
        Assert.True(lines.Length == 0, Environment.NewLine + string.Join(Environment.NewLine, lines));
    }
}
