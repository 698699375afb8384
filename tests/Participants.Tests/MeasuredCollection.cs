namespace Coordinator.Participants.Tests;

/// <summary>Tests that measure time. Each runs while no other test of this assembly does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredCollection
{
    public const string Name = "measured";
}
