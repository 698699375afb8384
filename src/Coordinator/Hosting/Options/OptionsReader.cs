namespace Coordinator.Hosting.Options;

/// <summary>Reads the configuration into options, and returns all errors at once.</summary>
internal static class OptionsReader
{
    /// <param name="configuration">Section of the coordinator.</param>
    /// <param name="options">Options to set.</param>
    public static IReadOnlyList<string> Read(IConfiguration configuration, CoordinatorOptions options)
    {
        var keys = options.Sections().SelectMany(section => section.Keys()).ToArray();
        var problems = new List<string>();
        problems.AddRange(Unknown(configuration, keys));
        problems.AddRange(keys.Select(key => Read(configuration.GetSection(key.Path), key)).OfType<string>());
        // An option with an unreadable value keeps its default, which causes no further error.
        problems.AddRange(options.Problems());
        return problems;
    }

    private static string? Read(IConfigurationSection section, OptionKey key)
    {
        if (section.Value is { } text && key.IsText)
            return OptionValue.Set(key, text);
        if (!section.GetChildren().Any())
            return null;
        // The binder reads no durations as users write them.
        if (key.Property.PropertyType == typeof(Dictionary<string, TimeSpan>))
            return OptionValue.Set(key, string.Join(',', section.GetChildren().Select(child => $"{child.Key}={child.Value}")));
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
