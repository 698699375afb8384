using OrderPayment;

return await CommandLine.Root().Parse(args).InvokeAsync();
