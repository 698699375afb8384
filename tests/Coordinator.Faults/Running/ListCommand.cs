using System.CommandLine;
using Coordinator.Faults.Faults;

namespace Coordinator.Faults.Running;

/// <summary><c>list</c>: the faults, and which of them this machine can do.</summary>
internal static class ListCommand
{
    public static Command Build()
    {
        var command = new Command("list", "Lists the kinds of faults, and says which cannot be had on this machine");
        command.SetAction(_ =>
        {
            foreach (var kind in FaultCatalog.All)
                Console.Out.WriteLine($"{kind.Name,-16} {kind.What}{(kind.Absence() is { } absence ? $" - not here: {absence}" : "")}");
        });
        return command;
    }
}
