namespace Coordinator.Architecture.Tests;

/// <summary>
/// Files that may break a rule for now, one path per line. The list only shrinks: a file that keeps the rule, or that is gone, must
/// leave it.
/// </summary>
internal sealed class ExceptionList(string path, string variable)
{
    private const string Comment = "#";

    /// <summary>Fails with every finding in a file that is not listed, and with every listed file that needs no exception.</summary>
    public void Enforce(IReadOnlyList<Finding> findings)
    {
        var failing = findings.Select(finding => finding.File).ToHashSet(StringComparer.Ordinal);
        var listed = Read();
        if (IsSet("INIT"))
            Write(listed = failing);
        else if (IsSet("WRITE"))
            Write(listed = [.. listed.Where(failing.Contains)]);

        Findings.AssertNone(Problems(listed, findings, Repository.Has, path));
    }

    public static IReadOnlyList<string> Problems(
        IReadOnlyCollection<string> listed, IReadOnlyList<Finding> findings, Func<string, bool> exists, string path)
    {
        var failing = findings.Select(finding => finding.File).ToHashSet(StringComparer.Ordinal);
        var broken = findings.Where(finding => !listed.Contains(finding.File)).Select(finding => finding.ToString());
        var gone = listed.Where(file => !exists(file)).Select(file => $"{file} does not exist: remove it from the list {path}.");
        var clean = listed.Where(file => exists(file) && !failing.Contains(file))
            .Select(file => $"{file} needs no exception any more: remove it from the list {path}.");
        return [.. broken, .. gone, .. clean];
    }

    private HashSet<string> Read() =>
        [.. Lines().Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith(Comment, StringComparison.Ordinal))];

    private void Write(IEnumerable<string> files)
    {
        var header = Lines().TakeWhile(line => line.StartsWith(Comment, StringComparison.Ordinal));
        var lines = header.Concat(files.Order(StringComparer.Ordinal));
        File.WriteAllText(Repository.FullPath(path), string.Concat(lines.Select(line => line + "\n")));
    }

    private string[] Lines() => File.ReadAllLines(Repository.FullPath(path));

    private bool IsSet(string what) => Environment.GetEnvironmentVariable($"{variable}_{what}") == "1";
}
