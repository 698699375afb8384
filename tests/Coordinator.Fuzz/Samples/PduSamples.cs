using System.Text;
using Akka.Actor;
using Coordinator.Contracts.Remoting.Pdu;
using Coordinator.Fuzz.Mutating;

namespace Coordinator.Fuzz.Samples;

/// <summary>PDUs of Akka's protocol, all of which its parser can read.</summary>
internal static class PduSamples
{
    public const string Listener = "/user/sessions";

    private static readonly string[] Addresses =
    [
        "akka.tcp://coordinator@127.0.0.1:4053", "akka.tcp://coordinator@127.0.0.1:1", "akka.tcp://other@localhost:4053", "akka://coordinator",
        "akka.tcp://participant@stranger.example:4711", "tcp://x@y:1",
    ];

    private static readonly string[] Paths =
    [
        Listener, "/user", "/", "/user/sessions/" + Gate, "/user/sessions/$a", "/system/sharding/transactions", "/system/cluster/core/daemon",
        "/system/endpointManager", "/remote/akka.tcp/x", "/deadLetters", "/temp/$b", "/user/sessions#1", "/user/sessions#2147483647", "/user//sessions",
        "/user/../user/sessions", "/user/%73essions", "/user/sessions/", "/user/*",
    ];

    private static readonly string[] Manifests =
        ["f", "f", "so", "sp", "sc", "sk", "sr", "i", "", "K", "PP", "rt", "System.Object, System.Runtime", "F", "f\0", "zz"];

    private static readonly int[] Serializers =
        [5301, 5301, 5301, 5302, 5303, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 16, 17, 22, int.MaxValue, int.MinValue];

    /// <summary>Name of a session's actor that no session has.</summary>
    public const string Gate = "0123456789abcdef0123456789abcdef";

    public static byte[] Associate(FuzzRandom random)
    {
        var host = random.Chance(70) ? "stranger.example" : random.Pick(["127.0.0.1", "localhost", "coordinator", new string('h', 255)]);
        var system = random.Chance(80) ? "participant" : random.Pick(["coordinator", "x", "participant-1"]);
        return PduWriter.Associate(new Address("tcp", system, host, random.Between(0, ushort.MaxValue)), random.Next()).ToByteArray();
    }

    /// <summary>PDU of any kind.</summary>
    public static byte[] Any(FuzzRandom random) => random.Below(5) switch
    {
        0 => Associate(random),
        1 => Instruction(random),
        2 => Message(random, random.Bytes(random.Below(60))),
        3 => Message(random, Ask("so", random.Bytes(random.Below(60)))),
        _ => Ask(random.Pick(Manifests), random.Bytes(random.Below(60))),
    };

    /// <summary>Message of the session protocol to the session listener.</summary>
    public static byte[] Ask(string manifest, byte[] body) => Message(Addresses[0] + Listener, LinkOf(Addresses[4]), 5301, manifest, body);

    /// <summary>Message of any serializer to any actor.</summary>
    public static byte[] Message(FuzzRandom random, byte[] body) => Message(
        random.Pick(Addresses) + random.Pick(Paths), LinkOf(random.Pick(Addresses)), random.Pick(Serializers), random.Pick(Manifests), body);

    /// <summary>PDU that is no message: a heartbeat, the end of the association, or an acknowledgement.</summary>
    public static byte[] Instruction(FuzzRandom random) => random.Below(4) switch
    {
        0 => [.. Field(2, Number(1, (ulong)random.Between(0, 6)))],
        1 => [.. Field(1, Field(1, [.. Fixed(1, random.Next()), .. Fixed(2, random.Next())]))],
        2 => [.. Field(1, Field(1, [.. Fixed(1, random.Next())])), .. Ask("f", [])],
        _ => [.. Field(2, Number(1, 3))],
    };

    private static byte[] Message(string recipient, string sender, int serializer, string manifest, byte[] body) => PduWriter.Message(
        SplitPath.Of(Encoding.UTF8.GetBytes(recipient)),
        SplitPath.Of(Encoding.UTF8.GetBytes(sender)),
        serializer,
        Encoding.UTF8.GetBytes(manifest),
        body).ToByteArray();

    private static string LinkOf(string address) => $"{address}/user/link#1";

    private static byte[] Field(uint number, byte[] content) =>
        ProtoTree.Write([new ProtoField(number, ProtoTree.LengthDelimited) { Bytes = content }]);

    private static byte[] Number(uint number, ulong value) => ProtoTree.Write([new ProtoField(number, ProtoTree.Varint) { Value = value }]);

    private static byte[] Fixed(uint number, ulong value) => ProtoTree.Write([new ProtoField(number, ProtoTree.Fixed64) { Value = value }]);
}
