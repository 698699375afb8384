namespace Coordinator.Security.Tests.Targets;

/// <summary>Tests that share the coordinators of neighbours run one after the other.</summary>
[CollectionDefinition(NeighbourTargets.Collection)]
public sealed class NeighboursCollection : ICollectionFixture<NeighbourTargets>;
