using Coordinator.Contracts.Common;
using Coordinator.Contracts.Sessions;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Common;

/// <summary>File with the name and the secret of a service as <c>name:secret</c>, which is read again when it has changed.</summary>
/// <param name="path">Path of the file.</param>
/// <param name="clock">Clock for the interval between two looks at the file.</param>
/// <param name="logger">Log.</param>
internal sealed class CredentialsFile(string path, TimeProvider clock, ILogger logger)
{
    private readonly FileValue<Credentials> _credentials = new(() => File.ReadAllText(path), Parse, clock, problem =>
    {
        if (problem is null)
            logger.LogInformation("The file of CredentialsFile has changed and is in force for new sessions");
        else
            logger.LogError("The file of CredentialsFile has changed and cannot be used: {Problem} The earlier content stays in force", problem);
    });

    /// <summary>Credentials for the next session.</summary>
    public Credentials Current => _credentials.Current;

    /// <summary>Describes what is wrong with the file, as the end of a sentence. <c>null</c>: nothing. It never contains the secret.</summary>
    public static string? Problem(string path)
    {
        try
        {
            Parse(File.ReadAllText(path));
            return null;
        }
        catch (Exception unusable) when (unusable is FormatException or IOException or UnauthorizedAccessException)
        {
            return unusable.Message;
        }
    }

    private static Credentials Parse(string content)
    {
        var line = content.Trim();
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || colon == line.Length - 1)
            throw new FormatException("It must hold one line name:secret.");
        var name = line[..colon];
        return SessionClaim.NameProblem(name) is { } problem
            ? throw new FormatException($"The name in it {problem}")
            : new Credentials(name, line[(colon + 1)..]);
    }
}
