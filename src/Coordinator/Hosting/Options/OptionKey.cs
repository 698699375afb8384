using System.Reflection;
using System.Text.Json;

namespace Coordinator.Hosting.Options;

/// <summary>Name of an option on the command line, in the environment and in appsettings.json.</summary>
internal sealed record OptionKey(string Section, PropertyInfo Property, object Owner)
{
    public const string ConfigurationSection = "Coordinator";

    /// <summary>Name on the command line, such as <c>sessions.limit</c>.</summary>
    public string Name => Section.Length == 0 ? Leaf : $"{Section}.{Leaf}";

    /// <summary>Path in the configuration below <see cref="ConfigurationSection" />, such as <c>sessions:limit</c>.</summary>
    public string Path => Name.Replace('.', ':');

    /// <summary>True when one text sets the option. Other options have parts, and cannot be set on the command line.</summary>
    public bool IsText => OptionValue.CanRead(Property.PropertyType);

    public bool IsSwitch => Property.PropertyType == typeof(bool);

    public object? Value
    {
        get => Property.GetValue(Owner);
        set => Property.SetValue(Owner, value);
    }

    private string Leaf => JsonNamingPolicy.CamelCase.ConvertName(Property.Name);

    public static IEnumerable<OptionKey> Of(OptionSection section) => section.Options.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.SetMethod is { IsPublic: true })
        .Select(property => new OptionKey(section.Name, property, section.Options));
}
