using Coordinator.Fuzz.Mutating;
using Coordinator.Fuzz.Samples;
using Coordinator.Fuzz.Scripts;
using Coordinator.Harness.Attacks.Peers;

namespace Coordinator.Fuzz.Layers;

/// <summary>Connections that are half open, slow, silent or reset, at any step of the way to a session.</summary>
internal sealed class ConnectionLayer : ILayer
{
    private const int MostPieces = 12;
    private const int MostFrames = 30;

    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(40);

    // Version, length and type of a TLS handshake, without the rest.
    private static readonly byte[] BeginningOfTls = [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03];

    public string Name => "connections";

    public string What => "half open, slow, silent and reset connections";

    public IReadOnlyList<Step> Steps(FuzzRandom random, long iteration)
    {
        List<Step> steps = random.Below(5) switch
        {
            0 => [new Step.Connect(Secured: false)],
            1 => [new Step.Connect(Secured: false), new Step.Write(BeginningOfTls[..random.Between(1, BeginningOfTls.Length)])],
            2 => [.. InPieces(random)],
            3 => [.. SessionLayer.Open(random), new Step.StopReading(), .. Unread(random)],
            _ => [.. SessionLayer.Open(random).Take(random.Between(1, 6))],
        };
        steps.Add(Endings.Pause(random));
        steps.Add(Endings.Any(random));
        return steps;
    }

    /// <summary>Writes a right beginning in small pieces, with a pause after each.</summary>
    private static IEnumerable<Step> InPieces(FuzzRandom random)
    {
        yield return new Step.Connect();
        var pdu = PduSamples.Associate(random);
        byte[] rest = [.. BitConverter.GetBytes(pdu.Length), .. pdu];
        for (var left = random.Between(1, MostPieces); left > 0 && rest.Length > 0; left--)
        {
            var piece = random.Between(1, Math.Min(rest.Length, 10));
            yield return new Step.Write(rest[..piece]);
            yield return new Step.Pause(Slow);
            rest = rest[piece..];
        }
    }

    private static IEnumerable<Step> Unread(FuzzRandom random) =>
        Enumerable.Range(0, random.Between(1, MostFrames)).Select(number => new Step.Send("f", Frames.Heartbeat(number)));
}
