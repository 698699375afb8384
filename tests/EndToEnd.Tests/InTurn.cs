[assembly: TestFramework("Coordinator.Testing.InTurnTestFramework", "Coordinator.TestSupport")]
