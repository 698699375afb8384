namespace Coordinator.Contracts.Sessions;

/// <summary>A name and the secret that proves it. The secret is proven to the coordinator, and never sent.</summary>
public sealed record Credentials(string Name, string Secret)
{
    /// <summary>Returns the name only, because a secret must not appear in a log.</summary>
    public override string ToString() => $"Credentials {{ {Name} }}";
}
