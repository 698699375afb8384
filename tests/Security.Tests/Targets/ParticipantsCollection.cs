namespace Coordinator.Security.Tests.Targets;

/// <summary>Tests that share the coordinators with participants run one after the other.</summary>
[CollectionDefinition(ParticipantTargets.Collection)]
public sealed class ParticipantsCollection : ICollectionFixture<ParticipantTargets>;
