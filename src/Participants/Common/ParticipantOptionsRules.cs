using Coordinator.Contracts;

namespace Coordinator.Participants.Common;

/// <summary>Says per bad value: key, value, what is allowed.</summary>
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
            options.Credentials is { } credentials && string.IsNullOrWhiteSpace(credentials.Name)
                ? "Credentials.Name is empty; a name is required."
                : null,
            options.Credentials is { } proof && string.IsNullOrEmpty(proof.Secret)
                ? "Credentials.Secret is empty; a secret is required."
                : null,
            string.IsNullOrWhiteSpace(options.Hostname) ? "Hostname is empty; a host name or an address is required." : null,
            Range(nameof(options.Port), options.Port, 0, 65_535),
            Range(nameof(options.CommandTimeout), options.CommandTimeout, Tenth, TimeSpan.FromMinutes(10)),
            Range(nameof(options.MaxInFlightCommands), options.MaxInFlightCommands, 1, 1_000_000),
            Range(nameof(options.OpenTimeout), options.OpenTimeout, Tenth, TimeSpan.FromMinutes(1)),
            Range(nameof(options.ReconnectMaxBackoff), options.ReconnectMaxBackoff, Hundredth, TimeSpan.FromMinutes(5)),
            Range(nameof(options.ReconnectMinBackoff), options.ReconnectMinBackoff, Hundredth, options.ReconnectMaxBackoff),
            Range(nameof(options.CheckTimeout), options.CheckTimeout, Tenth, TimeSpan.FromMinutes(5)),
            Range(nameof(options.CheckConcurrency), options.CheckConcurrency, 1, 1024),
            Range(nameof(options.StopTimeout), options.StopTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10)),
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

    private static IEnumerable<string> ContactPoints(IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return ["ContactPoints is empty; at least one host:port is required."];
        return values
            .Where(value => !IsContactPoint(value))
            .Select(value => $"ContactPoints has '{value}'; host:port is allowed, such as 127.0.0.1:4053.");
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

    private static string? Range<T>(string key, T value, T min, T max) where T : IComparable<T> =>
        value.CompareTo(min) < 0 || value.CompareTo(max) > 0 ? $"{key} is {value}; {min} to {max} are allowed." : null;
}
