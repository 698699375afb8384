using System.CommandLine;
using Coordinator.Fuzz.Layers;

namespace Coordinator.Fuzz.Commands;

/// <summary><c>list</c>: lists the layers.</summary>
internal static class ListCommand
{
    public static Command Build()
    {
        var command = new Command("list", "Lists the layers that can be attacked");
        command.SetAction(_ =>
        {
            foreach (var layer in LayerCatalog.All)
                Console.Out.WriteLine($"{layer.Name,-12} {layer.What}");
        });
        return command;
    }
}
