using System.Reflection;
using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Testing.RoundTrips;

/// <summary>Creates instances of any message type by reflection, each property with a value of its own.</summary>
/// <param name="actor">Actor for properties that name one.</param>
public sealed class SampleFactory(IActorRef actor)
{
    private readonly Dictionary<(Type Type, string Parameter), object[]> _allowed = [];
    private int _number;

    /// <summary>Characters of a text. 0: short ones, each with a value of its own. Ids and names stay short.</summary>
    public int TextLength { get; init; }

    /// <summary>Gives instances the names that they have inside the coordinator, with a participant.</summary>
    public bool InsideCoordinator { get; init; }

    /// <summary>Restricts a property to some values, where not every value of its type is legal.</summary>
    public SampleFactory Allow<T>(string parameter, params object[] values)
    {
        _allowed[(typeof(T), parameter)] = values;
        return this;
    }

    /// <summary>
    /// Creates samples of a type. One has every property set, and one lacks every optional property. Further ones have each
    /// other alternative of an enum, a switch or a subtype, one property at a time.
    /// </summary>
    public IEnumerable<object> SamplesOf(Type type)
    {
        yield return Make(type, set: true);
        yield return Make(type, set: false);
        foreach (var parameter in ConstructorOf(type).GetParameters())
        {
            foreach (var alternative in AlternativesOf(type, parameter))
                yield return Make(type, set: true, parameter.Name, alternative);
        }
    }

    private object Make(Type type, bool set, string? replaced = null, object? replacement = null)
    {
        var constructor = ConstructorOf(type);
        var arguments = constructor.GetParameters().Select(parameter =>
            parameter.Name == replaced ? replacement : Value(type, parameter.ParameterType, parameter.Name!, IsOptional(parameter), set));
        var made = constructor.Invoke([.. arguments]);
        foreach (var property in type.GetProperties().Where(property => IsFilled(property, constructor)))
            property.SetValue(made, Value(type, property.PropertyType, property.Name, IsOptional(property), set));
        return made;
    }

    private static bool IsFilled(PropertyInfo property, ConstructorInfo constructor) =>
        property.SetMethod is { IsPublic: true }
        && property.GetIndexParameters().Length == 0
        && !constructor.GetParameters().Any(parameter => parameter.Name!.Equals(property.Name, StringComparison.OrdinalIgnoreCase));

    private object? Value(Type owner, Type type, string name, bool optional, bool set)
    {
        if (optional && !set)
            return null;
        if (_allowed.TryGetValue((owner, name), out var allowed))
            return allowed[0];
        var value = ValueOf(Nullable.GetUnderlyingType(type) ?? type, set);
        return owner.IsValueType ? value : Lengthened(value);
    }

    private object Lengthened(object value) => value switch
    {
        string text => text.PadRight(TextLength, 'x'),
        string[] texts => Array.ConvertAll(texts, text => text.PadRight(TextLength, 'x')),
        _ => value,
    };

    private object ValueOf(Type type, bool set)
    {
        var number = ++_number;
        if (type == typeof(string))
            return $"text-{number}";
        if (type == typeof(bool))
            return set;
        if (type == typeof(int))
            return number;
        if (type == typeof(long))
            return (long)number;
        if (type == typeof(ulong))
            return (ulong)number;
        if (type == typeof(TimeSpan))
            return TimeSpan.FromMilliseconds(number);
        if (type == typeof(DateTimeOffset))
            return DateTimeOffset.UnixEpoch.AddYears(50).AddMilliseconds(number);
        if (type == typeof(ReadOnlyMemory<byte>))
            return new ReadOnlyMemory<byte>([1, 2, (byte)number]);
        if (type == typeof(byte[]))
            return new byte[] { 1, 2, (byte)number };
        if (type.IsAssignableFrom(typeof(IActorRef)))
            return actor;
        if (type == typeof(InstanceId) && InsideCoordinator)
            return new InstanceId($"text-{number}").OfParticipant("the participant/1");
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!;
        if (ElementOf(type) is { } element)
            return Items(element, set);
        return Make(SubtypesOf(type)[0], set);
    }

    private object Items(Type element, bool set)
    {
        if (element == typeof(KeyValuePair<string, string>))
            return new Dictionary<string, string> { [$"name-{_number}"] = $"value-{_number}", ["name"] = "value" };
        var items = Array.CreateInstance(element, set ? 2 : 0);
        for (var i = 0; i < items.Length; i++)
            items.SetValue(ValueOf(element, set), i);
        return items;
    }

    private IEnumerable<object?> AlternativesOf(Type owner, ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (_allowed.TryGetValue((owner, parameter.Name!), out var allowed))
            return allowed.Skip(1);
        if (type == typeof(bool))
            return [false];
        if (type.IsEnum)
            return Enum.GetValues(type).Cast<object>();
        return type.IsAbstract && ElementOf(type) is null && !type.IsAssignableFrom(typeof(IActorRef))
            ? SubtypesOf(type).SelectMany(SamplesOf)
            : [];
    }

    private static Type? ElementOf(Type type) => type == typeof(string)
        ? null
        : type.GetInterfaces().Append(type)
            .FirstOrDefault(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IEnumerable<>))?
            .GetGenericArguments()[0];

    private static Type[] SubtypesOf(Type type) => type.IsAbstract
        ? [.. type.Assembly.GetTypes().Where(candidate => !candidate.IsAbstract && candidate.IsAssignableTo(type)).OrderBy(candidate => candidate.Name, StringComparer.Ordinal)]
        : [type];

    private static bool IsOptional(ParameterInfo parameter) =>
        Nullable.GetUnderlyingType(parameter.ParameterType) is not null
        || new NullabilityInfoContext().Create(parameter).WriteState is NullabilityState.Nullable;

    private static bool IsOptional(PropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) is not null
        || new NullabilityInfoContext().Create(property).WriteState is NullabilityState.Nullable;

    private static ConstructorInfo ConstructorOf(Type type) => type
        .GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
        .Where(constructor => constructor.GetParameters() is not [{ } only] || only.ParameterType != type)
        .MaxBy(constructor => constructor.GetParameters().Length)
        ?? throw new InvalidOperationException($"{type} has no constructor.");
}
