namespace Coordinator.Contracts.Sessions;

/// <summary>A name and the secret that proves it.</summary>
public sealed record Credentials(string Name, string Secret)
{
    /// <summary>The name alone: a secret has no place in a log.</summary>
    public override string ToString() => $"Credentials {{ {Name} }}";
}
