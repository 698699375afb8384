using Coordinator.Contracts.Sessions;

namespace Coordinator.Harness.Attacks.Peers;

/// <summary>Request of a raw peer for a session.</summary>
internal sealed record SessionRequest
{
    /// <summary>Name of the instance; a new one by default.</summary>
    public string Instance { get; init; } = $"peer-{Path.GetRandomFileName()}";

    public string Group { get; init; } = "strangers";

    /// <summary>Name and secret to prove; <c>null</c>: none.</summary>
    public Credentials? Credentials { get; init; }
}
