namespace Coordinator.Faults.Tests;

/// <summary>Tests that run the suite, one after the other: each needs the whole machine.</summary>
[CollectionDefinition(Name)]
public sealed class RunsCollection
{
    public const string Name = "runs";
}
