using Coordinator.Bench;

return await CommandLine.Root().Parse(args).InvokeAsync();
