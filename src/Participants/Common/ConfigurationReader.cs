using System.ComponentModel;
using System.Reflection;
using Coordinator.Contracts.Consuming;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Coordinator.Participants.Common;

/// <summary>
/// Binds options to configuration as the framework does, but says of every value that cannot be read what may stand there.
/// </summary>
internal static class ConfigurationReader
{
    public static void Read(IConfiguration section, object options)
    {
        ArgumentNullException.ThrowIfNull(section);
        var problems = Problems(section, options.GetType()).ToList();
        if (problems.Count > 0)
            throw new OptionsValidationException(Options.DefaultName, options.GetType(), problems);
        section.Bind(options);
    }

    private static IEnumerable<string> Problems(IConfiguration section, Type type)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var value = section.GetSection(property.Name);
            if (!value.Exists())
                continue;
            var valueType = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            foreach (var problem in ProblemsOf(value, valueType))
                yield return problem;
        }
    }

    private static IEnumerable<string> ProblemsOf(IConfigurationSection value, Type type)
    {
        if (IsScalar(type))
            return CanRead(value.Value, type) ? [] : [$"{value.Path} is '{value.Value}'; {Allowed(type)}."];
        if (type.IsInterface)
            return value.Value is { Length: > 0 } text ? [$"{value.Path} is '{text}'; a list is allowed."] : [];
        return Missing(value, type).Concat(Problems(value, type));
    }

    /// <summary>What the constructor of a nested value cannot do without.</summary>
    private static IEnumerable<string> Missing(IConfigurationSection value, Type type) =>
        type.GetConstructor(Type.EmptyTypes) is not null
            ? []
            : type.GetConstructors()
                .SelectMany(constructor => constructor.GetParameters())
                .Where(parameter => !value.GetSection(parameter.Name!).Exists())
                .Select(parameter => $"{value.Path}:{parameter.Name} is missing; it is required.");

    private static bool IsScalar(Type type) => TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    private static bool CanRead(string? text, Type type)
    {
        if (text is null)
            return false;
        try
        {
            TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
            return true;
        }
#pragma warning disable CA1031 // Converters throw what they like; each means that the text cannot be read.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private static string Allowed(Type type) => true switch
    {
        _ when type == typeof(TimeSpan) => "a duration as hours:minutes:seconds is allowed, such as 00:00:10",
        _ when type == typeof(int) => "a whole number is allowed",
        _ when type == typeof(bool) => "true or false is allowed",
        _ when type == typeof(StartPosition) => StartPosition.Allowed,
        _ => "a text is allowed",
    };
}
