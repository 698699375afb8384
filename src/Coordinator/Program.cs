using Coordinator.Hosting;

return await CoordinatorProgram.RunAsync(args, Console.In, Console.Out, Console.Error);
