namespace Coordinator.Architecture.Tests.Language;

/// <summary>The places in which a word of the rename table is refused.</summary>
internal enum RenameScope
{
    /// <summary>A part of any declared name.</summary>
    Name,

    /// <summary>A part of the name of a type or member. Locals and parameters may have it.</summary>
    Member,

    /// <summary>The whole name of a type or member.</summary>
    Whole,

    /// <summary>The whole name of a type.</summary>
    Type,

    /// <summary>A word in comments, strings and Markdown, in any case of its letters.</summary>
    Text,

    /// <summary>A word in a string without spaces, such as a path or a field of JSON.</summary>
    Code,
}
