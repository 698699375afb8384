namespace Coordinator.Architecture.Tests.Language;

/// <summary>The kinds of names that a file declares.</summary>
internal enum NameKind
{
    /// <summary>A namespace or type.</summary>
    Type,

    /// <summary>A member of a type.</summary>
    Member,

    /// <summary>A local, a parameter or a type parameter.</summary>
    Local,
}
