using System.Diagnostics;
using Coordinator.Harness.Processes;

namespace Coordinator.Testing.Documents;

/// <summary>Shell commands of a section of a document. Tests run them as a reader would.</summary>
public static class DocumentedCommands
{
    private const string Fence = "```";
    private const string Opening = $"{Fence}sh";

    /// <summary>Returns the blocks that are marked as <c>sh</c>, in their order, without the indentation of the list they stand in.</summary>
    /// <param name="document">Text of the document.</param>
    /// <param name="heading">Heading of the section, with its number signs.</param>
    public static IReadOnlyList<string> Of(string document, string heading)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(heading);
        var section = document.Split('\n').SkipWhile(line => line != heading).Skip(1).TakeWhile(line => !EndsSection(line, heading));
        var blocks = new List<List<string>>();
        var isInside = false;
        foreach (var line in section)
        {
            var text = line.Trim();
            if (!isInside && text == Opening)
                blocks.Add([]);
            else if (isInside && text != Fence)
                blocks[^1].Add(line);
            isInside = isInside ? text != Fence : text == Opening;
        }

        return [.. blocks.Select(Unindented)];
    }

    /// <summary>Runs commands in a directory.</summary>
    /// <exception cref="HarnessException">A command failed. The message contains its output.</exception>
    public static Task<string> RunAsync(string commands, string directory) =>
        ShellCommand.RunAsync(new ProcessStartInfo("sh", ["-ec", commands]) { WorkingDirectory = directory });

    private static bool EndsSection(string line, string heading) => line.StartsWith('#') && Level(line) <= Level(heading);

    private static int Level(string heading) => heading.TakeWhile(letter => letter == '#').Count();

    private static string Unindented(List<string> block)
    {
        var indentation = block.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart(' ').Length);
        return string.Concat(block.Select(line => $"{(line.Length > 0 ? line[indentation..] : line)}\n"));
    }
}
