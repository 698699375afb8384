using System.Text;

namespace Coordinator.Contracts.Common;

/// <summary>Writes values in Akka's configuration language (HOCON).</summary>
internal static class Hocon
{
    /// <summary>Quotes and escapes a text.</summary>
    public static string Quoted(string text) =>
        new StringBuilder(text).Replace("\\", "\\\\").Replace("\"", "\\\"").Insert(0, '"').Append('"').ToString();

    /// <summary>Full name and assembly of a type, without the assembly's version.</summary>
    public static string NameOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";
}
