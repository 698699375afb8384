namespace Coordinator.Hosting.Options;

/// <summary>Options of one capability.</summary>
/// <param name="Title">Heading in the help text.</param>
/// <param name="Name">Prefix of the keys; empty for keys without one.</param>
/// <param name="Options">Object that holds the values.</param>
/// <param name="Problems">Errors about the values, each beginning with its key without the prefix.</param>
internal sealed record OptionSection(string Title, string Name, object Options, Func<IEnumerable<string>> Problems)
{
    public IEnumerable<OptionKey> Keys() => OptionKey.Of(this);

    /// <summary>Errors that begin with the whole key, as an operator writes it.</summary>
    public IEnumerable<string> NamedProblems() => Problems().Select(problem => Name.Length == 0 ? problem : $"{Name}.{problem}");
}
