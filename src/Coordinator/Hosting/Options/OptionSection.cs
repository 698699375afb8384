namespace Coordinator.Hosting.Options;

/// <summary>The options of one capability, and the prefix of their keys; an empty one leaves them flat.</summary>
internal sealed record OptionSection(string Name, object Options, Func<IEnumerable<string>> Problems)
{
    public IEnumerable<OptionKey> Keys() => OptionKey.Of(this);

    /// <summary>Each begins with the key as an operator writes it.</summary>
    public IEnumerable<string> NamedProblems() => Problems().Select(Named);

    private string Named(string problem)
    {
        if (Name.Length == 0)
            return problem;
        var bare = problem.StartsWith($"{Name}:", StringComparison.Ordinal) ? problem[(Name.Length + 1)..] : problem;
        return $"{Name}.{char.ToLowerInvariant(bare[0])}{bare[1..]}";
    }
}
