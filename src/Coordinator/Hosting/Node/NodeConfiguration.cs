using Coordinator.Hosting.Options;

namespace Coordinator.Hosting.Node;

/// <summary>Configuration of a node from appsettings.json, environment and command line. The last source wins.</summary>
internal sealed class NodeConfiguration
{
    private const string FileName = "appsettings.json";

    private static readonly string[] Files =
        [Path.Combine(AppContext.BaseDirectory, FileName), Path.Combine(Environment.CurrentDirectory, FileName)];

    private readonly CommandLine _commandLine;

    /// <param name="commandLine">Parsed command line.</param>
    /// <exception cref="StartProblem">A file is not valid JSON.</exception>
    public NodeConfiguration(CommandLine commandLine)
    {
        _commandLine = commandLine;
        // Read first: a change between the two reads is noticed then.
        Content = ContentOfFiles();
        Root = Read(commandLine);
    }

    /// <summary>All sections, that of the coordinator and others such as <c>Logging</c>.</summary>
    public IConfiguration Root { get; }

    /// <summary>Content of the files when they were read, to be compared with a later <see cref="ContentOfFiles" />.</summary>
    public string Content { get; }

    /// <summary>Sets the options, and returns all errors at once.</summary>
    public IReadOnlyList<string> ReadInto(CoordinatorOptions options) =>
        OptionsReader.Read(Root.GetSection(OptionKey.ConfigurationSection), options);

    /// <summary>Reads the options again from the same sources.</summary>
    /// <exception cref="StartProblem">A file is not valid JSON, or an option is wrong.</exception>
    public CoordinatorOptions ReadAgain()
    {
        var options = new CoordinatorOptions();
        var problems = new NodeConfiguration(_commandLine).ReadInto(options);
        return problems.Count == 0 ? options : throw new StartProblem(StartProblem.BadOptions, string.Join(' ', problems));
    }

    public static string ContentOfFiles() =>
        string.Join('\0', Files.Select(file => File.Exists(file) ? File.ReadAllText(file) : ""));

    private static IConfigurationRoot Read(CommandLine commandLine)
    {
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(Files[0], optional: true)
                .AddJsonFile(Files[1], optional: true)
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
