using System.CommandLine;
using Coordinator.Contracts.Wire.Proto;
using Coordinator.Fuzz.Layers;
using Coordinator.Fuzz.Scripts;
using Google.Protobuf;

namespace Coordinator.Fuzz.Commands;

/// <summary><c>show</c>: prints the steps of an iteration, without running them.</summary>
internal static class ShowCommand
{
    private const int MostBytes = 4_096;
    private const int MostItems = 100;

    public static Command Build()
    {
        var seed = new Option<int>("--seed") { Description = "Seed of the run", Required = true };
        var iteration = new Option<long>("--iteration") { Description = "Number of the iteration", Required = true };
        var layers = Options.Layers();
        var command = new Command("show", "Prints the steps and bytes of an iteration, without running them") { seed, iteration, layers };
        command.SetAction(parsed =>
        {
            var script = LayerCatalog.ScriptOf(
                parsed.GetValue(seed), parsed.GetValue(iteration), Options.LayersOf(parsed.GetRequiredValue(layers)));
            Console.Out.WriteLine($"iteration {script.Iteration}, layer {script.Layer}, node {script.Node}");
            foreach (var step in script.Steps)
                Console.Out.WriteLine(TextOf(step));
        });
        return command;
    }

    private static string TextOf(Step step) => step switch
    {
        Step.Write write => $"Write {Hex(write.Bytes)}",
        Step.Pdu pdu => $"Pdu {Hex(pdu.Bytes)}",
        Step.Ask ask => $"Ask '{ask.Manifest}' {Hex(ask.Body)}",
        Step.Send send => $"Send '{send.Manifest}'{(send.Mutation is { } seed ? $" (PDU changed by {seed})" : "")} [{ItemsOf(send.Body)}] {Hex(send.Body)}",
        _ => step.ToString(),
    };

    /// <summary>Names the kinds of a frame's items.</summary>
    private static string ItemsOf(byte[] frame)
    {
        try
        {
            var kinds = FrameProto.Parser.ParseFrom(frame).Items.Select(item => item.ItemCase).ToList();
            return kinds.Count <= MostItems ? string.Join(' ', kinds) : $"{kinds.Count} items";
        }
        catch (InvalidProtocolBufferException)
        {
            return "no frame";
        }
    }

    private static string Hex(byte[] bytes) => bytes.Length <= MostBytes
        ? $"{bytes.Length} bytes {Convert.ToHexStringLower(bytes)}"
        : $"{bytes.Length} bytes {Convert.ToHexStringLower(bytes.AsSpan(0, MostBytes))}...";
}
