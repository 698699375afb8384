using Coordinator.Fuzz;

var parsed = CommandLine.Root().Parse(args);
var exitCode = await parsed.InvokeAsync();
// Text that cannot be parsed is bad usage, and no verdict.
return parsed.Errors.Count > 0 ? 2 : exitCode;
