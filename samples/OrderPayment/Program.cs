using System.CommandLine;
using OrderPayment;

// Ctrl+C: time enough to stop everybody in order.
var patience = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) };
return await CommandLine.Root().Parse(args).InvokeAsync(patience);
