namespace Coordinator.Architecture.Tests.Language;

/// <summary>A name that a file declares.</summary>
internal sealed record DeclaredName(string Name, NameKind Kind, int Line);
