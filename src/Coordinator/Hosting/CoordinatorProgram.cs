using System.Reflection;
using Coordinator.Hosting.Node;
using Coordinator.Hosting.Options;

namespace Coordinator.Hosting;

/// <summary>From a command line to an exit code.</summary>
internal static class CoordinatorProgram
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        try
        {
            var options = new CoordinatorOptions();
            var schema = SchemaCommand.Of(arguments, out var rest);
            var commandLine = CommandLine.Parse(rest, [.. options.Sections().SelectMany(section => section.Keys())]);
            if (commandLine.Help || commandLine.Version)
            {
                await output.WriteLineAsync(commandLine.Help ? HelpText.Of(options) : Version);
                return 0;
            }

            var configuration = NodeConfiguration.Read(commandLine);
            Validate(commandLine, configuration, options);
            if (schema is not null)
            {
                await schema.RunAsync(options, output);
                return 0;
            }

            await output.WriteLineAsync($"Coordinator {Version}");
            await CoordinatorNode.RunAsync(options, configuration, output);
            return 0;
        }
        catch (StartProblem problem)
        {
            await errors.WriteLineAsync(problem.Message);
            return problem.ExitCode;
        }
    }

    private static string Version => typeof(CoordinatorProgram).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private static void Validate(CommandLine commandLine, IConfiguration configuration, CoordinatorOptions options)
    {
        string[] problems =
        [
            .. commandLine.Problems,
            .. OptionsReader.Read(configuration.GetSection(OptionKey.ConfigurationSection), options),
        ];
        if (problems.Length == 0)
            return;
        throw new StartProblem(
            StartProblem.BadOptions,
            string.Join(Environment.NewLine, [.. problems, "The coordinator did not start; --help lists all options."]));
    }
}
