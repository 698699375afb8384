[assembly: TestFramework("Coordinator.Testing.InTurnTestFramework", "Coordinator.TestSupport")]

// Nearly all of them measure what an attack does to others, and another attack at the same time would count.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
