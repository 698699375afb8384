using System.CommandLine;
using Coordinator.Fuzz.Commands;

namespace Coordinator.Fuzz;

/// <summary>Commands of the program.</summary>
internal static class CommandLine
{
    public static RootCommand Root() => new("Sends random and changed bytes to the port of participants, and watches the coordinator")
    {
        RunCommand.Build(),
        ParsersCommand.Build(),
        ListCommand.Build(),
        ShowCommand.Build(),
    };
}
