[assembly: TestFramework("Coordinator.Testing.InTurnTestFramework", "Coordinator.Testing")]
