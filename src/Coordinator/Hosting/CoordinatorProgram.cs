using System.Reflection;
using Coordinator.Hosting.Node;
using Coordinator.Hosting.Options;

namespace Coordinator.Hosting;

/// <summary>Runs a command line and returns the exit code.</summary>
internal static class CoordinatorProgram
{
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextReader input, TextWriter output, TextWriter errors)
    {
        try
        {
            var options = new CoordinatorOptions();
            var commandLine = CommandLine.Parse(arguments, [.. options.Sections().SelectMany(section => section.Keys())]);
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
                    await RunAsync(commandLine, options, output);
                    return 0;
            }
        }
        catch (StartProblem problem)
        {
            await errors.WriteLineAsync(problem.Message);
            return problem.ExitCode;
        }
    }

    private static async Task RunAsync(CommandLine commandLine, CoordinatorOptions options, TextWriter output)
    {
        var configuration = new NodeConfiguration(commandLine);
        Validate(commandLine, configuration, options);
        switch (commandLine.Command)
        {
            case NodeCommand.SchemaApply:
                await SchemaCommand.ApplyAsync(options, output);
                break;
            case NodeCommand.SchemaPrint:
                await SchemaCommand.PrintAsync(output);
                break;
            default:
                await output.WriteLineAsync($"Coordinator {Version}");
                await CoordinatorNode.RunAsync(options, configuration, output);
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
