using System.Runtime.Versioning;
using Coordinator.Bench;

// Figures of processes are read from /proc.
[assembly: SupportedOSPlatform("linux")]

return await CommandLine.Root().Parse(args).InvokeAsync();
