using System.Runtime.Versioning;
using Coordinator.Faults;

// Processes are found in /proc, and faults are injected with the tools of Linux.
[assembly: SupportedOSPlatform("linux")]

var parsed = CommandLine.Root().Parse(args);
var exitCode = await parsed.InvokeAsync();
// Text that cannot be parsed is bad usage, and no verdict.
return parsed.Errors.Count > 0 ? 2 : exitCode;
