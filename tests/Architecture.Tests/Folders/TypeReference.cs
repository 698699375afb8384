namespace Coordinator.Architecture.Tests.Folders;

/// <summary>A type that another one names, or a member of which it uses.</summary>
internal sealed record TypeReference(string FromFile, string FromType, string ToFile, string ToType)
{
    public override string ToString() => $"{FromFile}: {FromType} -> {ToType}";
}
