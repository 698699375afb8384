using System.Runtime.Versioning;
using Coordinator.Faults;

// Processes are found in /proc, and broken by the tools of Linux.
[assembly: SupportedOSPlatform("linux")]

var parsed = CommandLine.Root().Parse(args);
var exitCode = await parsed.InvokeAsync();
// What cannot be understood is a mistake of usage, and no verdict.
return parsed.Errors.Count > 0 ? 2 : exitCode;
