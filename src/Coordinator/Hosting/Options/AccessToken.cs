using System.Text;

namespace Coordinator.Hosting.Options;

/// <summary>Reads the secret that requests over HTTP show.</summary>
internal static class AccessToken
{
    public const int MinLength = 32;

    private const int MaxBytes = 4_096;

    /// <returns>The token, or the rule that the file breaks. The error never contains the token.</returns>
    public static (string? Token, string? Problem) Read(string file)
    {
        try
        {
            return Check(file, Content(file));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, $"must name a file, but there is no file {file}.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (null, $"must name a file that this user can read, but {file} cannot be read: {unreadable.Message}");
        }
    }

    private static (string? Token, string? Problem) Check(string file, string? content) => content?.Trim() switch
    {
        null => (null, $"must hold one token, but {file} has more than {MaxBytes} bytes."),
        { Length: < MinLength } text => (null, $"must hold a token of at least {MinLength} characters, but {file} has {text.Length}."),
        var text when !text.All(character => character is > ' ' and <= '~') =>
            (null, $"must hold one token of ASCII characters without blanks, but {file} has others."),
        var token => (token, null),
    };

    /// <returns><c>null</c> when the file is too large for a token.</returns>
    private static string? Content(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[MaxBytes + 1];
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return length > MaxBytes ? null : Encoding.UTF8.GetString(buffer, 0, length);
    }
}
