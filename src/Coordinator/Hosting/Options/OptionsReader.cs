namespace Coordinator.Hosting.Options;

/// <summary>Puts configuration into options, and says everything that is wrong with it at once.</summary>
internal static class OptionsReader
{
    /// <param name="configuration">The section that is the coordinator's own.</param>
    /// <param name="options">Set from it.</param>
    public static IReadOnlyList<string> Read(IConfiguration configuration, CoordinatorOptions options)
    {
        var keys = options.Sections().SelectMany(section => section.Keys()).ToArray();
        var problems = new List<string>();
        problems.AddRange(Unknown(configuration, keys));
        problems.AddRange(keys.Select(key => Read(configuration.GetSection(key.Path), key)).OfType<string>());
        // A value that cannot be read leaves the default, of which nothing is wrong.
        problems.AddRange(options.Problems());
        return problems;
    }

    private static string? Read(IConfigurationSection section, OptionKey key)
    {
        if (section.Value is { } text && key.IsText)
            return OptionValue.Set(key, text);
        if (!section.GetChildren().Any())
            return null;
        try
        {
            key.Value = section.Get(key.Property.PropertyType);
            return null;
        }
        catch (InvalidOperationException unreadable)
        {
            return $"{key.Name} cannot be read from the configuration: {unreadable.InnerException?.Message ?? unreadable.Message}";
        }
    }

    private static IEnumerable<string> Unknown(IConfiguration configuration, OptionKey[] keys) =>
        from entry in configuration.AsEnumerable(makePathsRelative: true)
        where entry.Value is not null && !keys.Any(key => Covers(key, entry.Key))
        let name = entry.Key.Replace(':', '.')
        select $"Unknown option {name}.{Nearest.Hint(name, keys.Select(key => key.Name))}";

    private static bool Covers(OptionKey key, string path) =>
        path.StartsWith(key.Path, StringComparison.OrdinalIgnoreCase)
        && (path.Length == key.Path.Length || path[key.Path.Length] == ':');
}
