using Coordinator.Hosting;

return await CoordinatorProgram.RunAsync(args, Console.Out, Console.Error);
