using System.Reflection;
using Coordinator.Hosting.Logging;
using Coordinator.Hosting.Node;
using Coordinator.Hosting.Options;

namespace Coordinator.Hosting;

/// <summary>Runs a command line and returns the exit code.</summary>
internal static class CoordinatorProgram
{
    /// <param name="arguments">Command line.</param>
    /// <param name="input">Standard input.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="errors">Standard error.</param>
    /// <param name="signals">Requests to stop; <c>null</c> when there are none.</param>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextReader input, TextWriter output, TextWriter errors, StopSignals? signals = null)
    {
        var ending = new EndLog(errors);
        try
        {
            var options = new CoordinatorOptions();
            var commandLine = CommandLine.Parse(arguments, [.. options.Sections().SelectMany(section => section.Keys())]);
            if (commandLine.Command is not NodeCommand.Run)
                signals?.Dispose();
            switch (commandLine.Command)
            {
                case NodeCommand.Help:
                    await output.WriteLineAsync(HelpText.Of(options));
                    return 0;
                case NodeCommand.Version:
                    await output.WriteLineAsync(Version);
                    return 0;
                case NodeCommand.SecretHash when commandLine.Problems.Count == 0:
                    await SecretCommand.HashAsync(input, output);
                    return 0;
                default:
                    await RunAsync(commandLine, options, output, ending, signals?.Requested ?? CancellationToken.None);
                    return 0;
            }
        }
        catch (StartProblem problem)
        {
            await ending.WriteAsync(problem);
            return problem.ExitCode;
        }
#pragma warning disable CA1031 // The runtime would end the process by a signal, with a core dump.
        catch (Exception unexpected)
#pragma warning restore CA1031
        {
            await ending.WriteAsync(unexpected);
            return StartProblem.Failed;
        }
    }

    private static async Task RunAsync(
        CommandLine commandLine, CoordinatorOptions options, TextWriter output, EndLog ending, CancellationToken stop)
    {
        var configuration = new NodeConfiguration(commandLine);
        ending.Use(configuration.Root);
        Validate(commandLine, configuration, options);
        switch (commandLine.Command)
        {
            case NodeCommand.SchemaApply:
                await SchemaCommand.ApplyAsync(options, output);
                break;
            case NodeCommand.SchemaPrint:
                await SchemaCommand.PrintAsync(output);
                break;
            case NodeCommand.Backup:
                await BackupCommand.RunAsync(options, commandLine.File!, output);
                break;
            case NodeCommand.Restore:
                await RestoreCommand.RunAsync(options, commandLine.File, output);
                break;
            case NodeCommand.Compact:
                await CompactCommand.RunAsync(options, output);
                break;
            default:
                await output.WriteLineAsync($"Coordinator {Version}");
                await StopLimit.ApplyAsync(
                    CoordinatorNode.RunAsync(options, configuration, output, stop), StopLimit.ToFinish(options), TimeProvider.System, stop);
                break;
        }
    }

    private static string Version => typeof(CoordinatorProgram).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private static void Validate(CommandLine commandLine, NodeConfiguration configuration, CoordinatorOptions options)
    {
        string[] problems = [.. commandLine.Problems, .. configuration.ReadInto(options)];
        if (problems.Length == 0)
            return;
        throw new StartProblem(
            StartProblem.BadOptions,
            string.Join(Environment.NewLine, [.. problems, "The coordinator did not start. Run it with --help for all options."]));
    }
}
