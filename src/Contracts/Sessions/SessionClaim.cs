namespace Coordinator.Contracts.Sessions;

/// <summary>Name that a participant claims and will prove by its secret.</summary>
/// <param name="Name">Name of the participant in the settings of the coordinator.</param>
/// <param name="Nonce">The participant's part of the nonce, new for each attempt.</param>
internal sealed record SessionClaim(string Name, string Nonce)
{
    private const int MaxNameLength = 128;

    /// <summary>Describes what is wrong with a name, as the end of a sentence. <c>null</c>: nothing.</summary>
    public static string? NameProblem(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return "must not be empty.";
        if (name.Length > MaxNameLength)
            return $"must have at most {MaxNameLength} characters, but has {name.Length}.";
        // A name is logged before it is proven.
        return name.Any(char.IsControl) ? "must not have control characters." : null;
    }
}
