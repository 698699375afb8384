using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire;
using Coordinator.Contracts.Wire.Proto;
using Coordinator.Fuzz.Mutating;
using Coordinator.Fuzz.Samples;
using Google.Protobuf;

namespace Coordinator.Fuzz.Parsing;

/// <summary>Frames of a session: each item that was read can be checked, written again, and is not larger than its estimate.</summary>
internal static class FrameCheck
{
    private const int MostItems = 4;
    private const int LargestBody = 4_000;

    public static byte[] Sample(FuzzRandom random)
    {
        var items = new ItemSamples(random, iteration: 0, LargestBody);
        return SessionsMapping.ToProto(new Frame([.. Enumerable.Range(0, random.Between(1, MostItems)).Select(_ => items.Next())])).ToByteArray();
    }

    public static void Read(FuzzRandom random, byte[] bytes)
    {
        FrameProto proto;
        try
        {
            proto = FrameProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return;
        }

        if (proto.Items.Count > Frame.MaxItems)
            return;
        foreach (var item in proto.ToDomain().Items)
            Check(item);
    }

    private static void Check(IFrameItem item)
    {
        _ = item switch
        {
            Prepare prepare => prepare.Problem(),
            Subscribe subscribe => subscribe.Problem(),
            _ => null,
        };
        if (item is UnreadableItem)
            return;
        var (estimate, size) = (FrameItemSize.Of(item), item.ToProto().CalculateSize());
        if (estimate < size)
            throw new InvalidOperationException($"An item of {item.GetType().Name} has {size} bytes, but its estimate is {estimate}.");
    }
}
