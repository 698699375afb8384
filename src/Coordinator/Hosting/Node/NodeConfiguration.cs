using Coordinator.Hosting.Options;

namespace Coordinator.Hosting.Node;

/// <summary>What a node is told, the later source before the earlier: appsettings.json, environment, command line.</summary>
internal static class NodeConfiguration
{
    private const string File = "appsettings.json";

    /// <exception cref="StartProblem">A file is no JSON.</exception>
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
