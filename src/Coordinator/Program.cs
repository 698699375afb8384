using Coordinator.Hosting;
using Coordinator.Hosting.Node;

using var signals = new StopSignals();
var exitCode = await CoordinatorProgram.RunAsync(args, Console.In, Console.Out, Console.Error, signals);
// A node that took too long to stop may have threads that do not end.
Environment.Exit(exitCode);
