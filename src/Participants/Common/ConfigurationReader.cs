using System.ComponentModel;
using System.Reflection;
using Coordinator.Contracts.Consuming;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Coordinator.Participants.Common;

/// <summary>
/// Reads options from configuration as the framework's binder does, without its package. For every value that cannot be read it says which values are allowed.
/// </summary>
internal static class ConfigurationReader
{
    public static void Read(IConfiguration section, object options)
    {
        ArgumentNullException.ThrowIfNull(section);
        var problems = Problems(section, options.GetType()).ToList();
        if (problems.Count > 0)
            throw new OptionsValidationException(Options.DefaultName, options.GetType(), problems);
        Set(section, options);
    }

    private static void Set(IConfiguration section, object options)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            var value = section.GetSection(property.Name);
            if (value.Exists())
                property.SetValue(options, Read(value, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, property.GetValue(options)));
        }
    }

    private static object? Read(IConfigurationSection value, Type type, object? stands)
    {
        if (IsScalar(type))
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value.Value!);
        if (type.IsInterface)
            return ReadList(value, type.GetGenericArguments()[0]);
        if (type.GetConstructor(Type.EmptyTypes) is null)
        {
            var constructor = type.GetConstructors().OrderByDescending(each => each.GetParameters().Length).First();
            return constructor.Invoke(
                [.. constructor.GetParameters().Select(parameter => Read(value.GetSection(parameter.Name!), parameter.ParameterType, null))]);
        }

        var nested = stands ?? Activator.CreateInstance(type)!;
        Set(value, nested);
        return nested;
    }

    private static Array ReadList(IConfigurationSection value, Type type)
    {
        var children = value.GetChildren().ToList();
        var list = Array.CreateInstance(type, children.Count);
        for (var i = 0; i < children.Count; i++)
            list.SetValue(Read(children[i], type, null), i);
        return list;
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
            return CanRead(value.Value, type) ? [] : [$"{value.Path} must be {Allowed(type)}, but is '{value.Value}'."];
        if (type.IsInterface)
            return value.Value is { Length: > 0 } text ? [$"{value.Path} must be a list, but is '{text}'."] : [];
        return Missing(value, type).Concat(Problems(value, type));
    }

    /// <summary>Names the missing values that the constructor of a nested value requires.</summary>
    private static IEnumerable<string> Missing(IConfigurationSection value, Type type) =>
        type.GetConstructor(Type.EmptyTypes) is not null
            ? []
            : type.GetConstructors()
                .SelectMany(constructor => constructor.GetParameters())
                .Where(parameter => !value.GetSection(parameter.Name!).Exists())
                .Select(parameter => $"{value.Path}:{parameter.Name} is required, but is missing.");

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
#pragma warning disable CA1031 // Any exception of a converter means that the text cannot be read.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private static string Allowed(Type type) => true switch
    {
        _ when type == typeof(TimeSpan) => "a duration as hours:minutes:seconds, such as 00:00:10",
        _ when type == typeof(int) => "a whole number",
        _ when type == typeof(bool) => "true or false",
        _ when type.IsEnum => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ when type == typeof(StartPosition) => StartPosition.Allowed,
        _ => "a text",
    };
}
