using BenchmarkDotNet.Running;
using Coordinator.Microbenchmarks;

// --list flat names the benchmarks, --filter '*Journal*' selects some, --job Dry or Short shortens the run.
BenchmarkSwitcher.FromAssembly(typeof(DecideBenchmarks).Assembly).Run(args);
