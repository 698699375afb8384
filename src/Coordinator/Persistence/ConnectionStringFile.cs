using Coordinator.Contracts.Common;

namespace Coordinator.Persistence;

/// <summary>
/// File with a connection string, which is read again when it has changed: passwords are replaced while nodes run. While new content
/// cannot be used, the earlier one stays in force.
/// </summary>
/// <param name="path">Path of the file.</param>
/// <param name="time">Clock for the interval between two looks at the file.</param>
/// <param name="changed">Called after a change with the problem of the new content, or <c>null</c> when it is in force.</param>
internal sealed class ConnectionStringFile(string path, TimeProvider time, Action<string?>? changed = null)
{
    private readonly FileValue<string> _content = new(() => File.ReadAllText(path).Trim(), Require, time, changed);

    /// <summary>Connection string for new connections.</summary>
    public string Current => _content.Current;

    /// <summary>Describes what is wrong with the file, as the end of a sentence. <c>null</c>: nothing.</summary>
    public static string? Problem(string path)
    {
        try
        {
            Require(File.ReadAllText(path).Trim());
            return null;
        }
        catch (Exception unusable) when (unusable is FormatException or IOException or UnauthorizedAccessException)
        {
            return unusable.Message;
        }
    }

    private static string Require(string content) => Database.PostgresProblem(content) is { } problem
        ? throw new FormatException($"It must hold a connection string of PostgreSQL: {problem}")
        : content;
}
