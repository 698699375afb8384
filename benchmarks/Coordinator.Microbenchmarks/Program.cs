using BenchmarkDotNet.Running;
using Coordinator.Microbenchmarks;

// --list flat names them, --filter '*Journal*' chooses, --job Dry or Short hurries.
BenchmarkSwitcher.FromAssembly(typeof(DecideBenchmarks).Assembly).Run(args);
