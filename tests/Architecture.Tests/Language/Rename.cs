namespace Coordinator.Architecture.Tests.Language;

/// <summary>A word that has been replaced by a plain one, and the places in which it is refused.</summary>
internal sealed record Rename(string Word, string Replacement, RenameScope Scope);
