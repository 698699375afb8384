using Coordinator.Contracts;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Participants.Common;

/// <summary>Describes each wrong value: its key, its value and its range.</summary>
internal static class ParticipantOptionsRules
{
    private static readonly TimeSpan Hundredth = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Tenth = TimeSpan.FromMilliseconds(100);

    public static IEnumerable<string> Problems(CoordinatorParticipantOptions options)
    {
        string?[] problems =
        [
            .. ContactPoints(options.EffectiveContactPoints),
            options.ProducerGroup is { } group ? Name(nameof(options.ProducerGroup), () => new ProducerGroup(group)) : null,
            options.Instance is { } instance ? Name(nameof(options.Instance), () => new InstanceId(instance)) : null,
            options.Credentials is { } credentials && SessionClaim.NameProblem(credentials.Name) is { } problem
                ? $"Credentials.Name {problem}"
                : null,
            options.Credentials is { } proof && string.IsNullOrEmpty(proof.Secret)
                ? "Credentials.Secret must not be empty."
                : null,
            CredentialsFileProblem(options),
            AllowedRange.Problem(nameof(options.CommandTimeout), options.CommandTimeout, Tenth, TimeSpan.FromMinutes(10)),
            AllowedRange.Problem(nameof(options.WaitForSession), options.WaitForSession, TimeSpan.Zero, TimeSpan.FromMinutes(10)),
            AllowedRange.Problem(nameof(options.PrepareTimeout), options.PrepareTimeout, TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(1)),
            Enum.IsDefined(options.WhenUnavailable)
                ? null
                : $"WhenUnavailable must be Fail or StoreLocally, but is {options.WhenUnavailable}.",
            AllowedRange.Problem(nameof(options.MaxInFlightCommands), options.MaxInFlightCommands, 1, 1_000_000),
            AllowedRange.Problem(nameof(options.OpenTimeout), options.OpenTimeout, Tenth, TimeSpan.FromMinutes(1)),
            AllowedRange.Problem(nameof(options.ReconnectMaxBackoff), options.ReconnectMaxBackoff, Hundredth, TimeSpan.FromMinutes(5)),
            AllowedRange.Problem(nameof(options.ReconnectMinBackoff), options.ReconnectMinBackoff, Hundredth, options.ReconnectMaxBackoff),
            AllowedRange.Problem(nameof(options.CheckTimeout), options.CheckTimeout, Tenth, TimeSpan.FromMinutes(5)),
            AllowedRange.Problem(nameof(options.CheckConcurrency), options.CheckConcurrency, 1, 1024),
            AllowedRange.Problem(nameof(options.PurgeInterval), options.PurgeInterval, TimeSpan.Zero, TimeSpan.FromDays(1)),
            AllowedRange.Problem(nameof(options.KeepAtLeast), options.KeepAtLeast, TimeSpan.Zero, TimeSpan.FromDays(10_000)),
            AllowedRange.Problem(nameof(options.KeepMessages), options.KeepMessages, TimeSpan.Zero, TimeSpan.FromDays(365)),
            options.KeepKeys is { } keys
                ? AllowedRange.Problem(nameof(options.KeepKeys), keys, TimeSpan.FromDays(1), TimeSpan.FromDays(10_000))
                : null,
            AllowedRange.Problem(nameof(options.StopTimeout), options.StopTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10)),
            options.Tls?.Problem(),
        ];
        return problems.OfType<string>();
    }

    public static bool IsContactPoint(string? value)
    {
        var colon = value?.LastIndexOf(':') ?? -1;
        return colon > 0 && ushort.TryParse(value.AsSpan(colon + 1), out var port) && port > 0
            && Uri.CheckHostName(value![..colon].Trim('[', ']')) != UriHostNameType.Unknown;
    }

    private static string? CredentialsFileProblem(CoordinatorParticipantOptions options) => options switch
    {
        { CredentialsFile: null } => null,
        { Credentials: not null } => "Credentials and CredentialsFile are both set: remove one of them.",
        { CredentialsFile: var file } when !File.Exists(file) => $"CredentialsFile must name a file, but there is no file '{file}'.",
        { CredentialsFile: var file } => CredentialsFile.Problem(file) is { } problem
            ? $"CredentialsFile '{file}' cannot be used: {problem}"
            : null,
    };

    private static IEnumerable<string> ContactPoints(IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return ["ContactPoints must name at least one host:port, but is empty."];
        return values
            .Where(value => !IsContactPoint(value))
            .Select(value => $"Each of ContactPoints must be host:port, such as 127.0.0.1:4053, but one is '{value}'.");
    }

    private static string? Name<T>(string key, Func<T> make)
    {
        try
        {
            make();
            return null;
        }
        catch (ArgumentException error)
        {
            return $"{key}: {error.Message}";
        }
    }
}
