namespace Coordinator.Architecture.Tests;

/// <summary>A place in a file that breaks a rule.</summary>
internal sealed record Finding(string File, int Line, string Text)
{
    public override string ToString() => $"{File}:{Line}: {Text}";
}
