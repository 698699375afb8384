using System.Runtime.Versioning;
using Coordinator.Bench;

// What processes use up is read from /proc.
[assembly: SupportedOSPlatform("linux")]

return await CommandLine.Root().Parse(args).InvokeAsync();
