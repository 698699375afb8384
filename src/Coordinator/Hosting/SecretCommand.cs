using System.Security.Cryptography;
using Coordinator.Contracts.Authentication;
using Coordinator.Hosting.Options;
using Coordinator.Sessions.Access;

namespace Coordinator.Hosting;

/// <summary>
/// Runs <c>secret hash</c>, which hashes the secret of a participant for <c>sessions.participants</c>. The secret comes from standard input,
/// because other users of the machine can read command lines.
/// </summary>
internal static class SecretCommand
{
    // Above the minimum, because a hash may be copied and guessed at. A participant derives its keys once for each node it connects to.
    private const int Iterations = 100_000;

    /// <exception cref="StartProblem">There is no secret, or it is too short.</exception>
    public static async Task HashAsync(TextReader input, TextWriter output)
    {
        var secret = await input.ReadLineAsync() ?? "";
        if (ParticipantAccess.SecretProblem(secret) is { } problem)
            throw new StartProblem(StartProblem.BadOptions, $"The first line of standard input is the secret. It {problem}");
        var salt = RandomNumberGenerator.GetBytes(ScramVerifier.SaltLength);
        await output.WriteLineAsync(ScramVerifier.Of(secret, salt, Iterations).Format());
    }
}
