namespace Coordinator.Security.Tests.Targets;

/// <summary>Tests that share the coordinators run one after the other.</summary>
[CollectionDefinition(SharedTargets.Collection)]
public sealed class TargetsCollection : ICollectionFixture<SharedTargets>;
