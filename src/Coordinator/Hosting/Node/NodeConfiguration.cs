using Coordinator.Hosting.Options;

namespace Coordinator.Hosting.Node;

/// <summary>Reads the configuration of a node from appsettings.json, environment and command line. The last source wins.</summary>
internal static class NodeConfiguration
{
    private const string File = "appsettings.json";

    /// <exception cref="StartProblem">A file is not valid JSON.</exception>
    public static IConfiguration Read(CommandLine commandLine)
    {
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(AppContext.BaseDirectory, File), optional: true)
                .AddJsonFile(Path.Combine(Environment.CurrentDirectory, File), optional: true)
                .AddEnvironmentVariables()
                .AddInMemoryCollection(commandLine.Values.Select(value =>
                    KeyValuePair.Create($"{OptionKey.ConfigurationSection}:{value.Key}", (string?)value.Value)))
                .Build();
        }
        catch (InvalidDataException unreadable)
        {
            throw new StartProblem(
                StartProblem.BadOptions, $"{unreadable.Message} {unreadable.InnerException?.Message}".TrimEnd(), unreadable);
        }
    }
}
