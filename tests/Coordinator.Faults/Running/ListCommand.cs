using System.CommandLine;
using Coordinator.Faults.Faults;

namespace Coordinator.Faults.Running;

/// <summary><c>list</c>: lists the faults, and those that this machine cannot inject.</summary>
internal static class ListCommand
{
    public static Command Build()
    {
        var command = new Command("list", "Lists the kinds of faults, and why this machine cannot inject some of them");
        command.SetAction(_ =>
        {
            foreach (var kind in FaultCatalog.All)
                Console.Out.WriteLine($"{kind.Name,-16} {kind.What}{(kind.Absence() is { } absence ? $" - not available: {absence}" : "")}");
        });
        return command;
    }
}
