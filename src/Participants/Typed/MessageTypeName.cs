using System.Reflection;
using Coordinator.Contracts.Messages;

namespace Coordinator.Participants.Typed;

/// <summary>Rules for the names of message types.</summary>
internal static class MessageTypeName
{
    /// <summary>Returns a valid name.</summary>
    /// <exception cref="ArgumentException">The name is not valid.</exception>
    public static string Require(string? name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var problem = MessageLimits.LabelProblem("message type", name);
        var wrong = name.AsSpan().IndexOfAny(name.Where(character => char.IsWhiteSpace(character) || char.IsControl(character)).ToArray());
        if (problem is null && wrong >= 0)
            problem = $"message type '{name}' has U+{(int)name[wrong]:X4} at position {wrong}. Leave out blanks and control characters.";
        return problem is null ? name : throw new ArgumentException(problem, nameof(name));
    }

    /// <summary>Finds the name in the attribute of a type. <c>null</c>: the type has none.</summary>
    public static string? Declared(Type type) => type.GetCustomAttribute<MessageTypeAttribute>(inherit: false)?.Name;

    /// <summary>
    /// Returns the full name without assembly. <see cref="Type.FullName" /> would name the assemblies of the arguments of a generic type.
    /// </summary>
    public static string Default(Type type) => type.ToString();
}
