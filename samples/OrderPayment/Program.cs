using System.CommandLine;
using OrderPayment;

// On Ctrl+C, allow enough time to stop all processes in order.
var patience = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) };
return await CommandLine.Root().Parse(args).InvokeAsync(patience);
