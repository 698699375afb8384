using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire;
using Google.Protobuf;

namespace Coordinator.Harness.Attacks.Peers;

/// <summary>Messages of the session protocol in bytes.</summary>
internal static class Frames
{
    public static byte[] Of(params IFrameItem[] items) => SessionsMapping.ToProto(new Frame(items)).ToByteArray();

    public static byte[] Heartbeat(long number) => Of(new Heartbeat(number));

    /// <summary>Request for a session.</summary>
    /// <param name="instance">Name of the instance.</param>
    /// <param name="group">Producer group.</param>
    /// <param name="claim">Name that will be proven; <c>null</c> for none.</param>
    /// <param name="attempt">Number of the attempt, which is a new one for each session of a connection.</param>
    public static byte[] OpenSession(string instance, string group = "strangers", SessionClaim? claim = null, long attempt = 1) =>
        SessionsMapping.ToProto(
            new OpenSession(ProtocolVersion.Current, new InstanceId(instance), [new ProducerGroup(group)], attempt, claim)).ToByteArray();

    public static byte[] ProveSession(byte[] proof) => SessionsMapping.ToProto(new ProveSession(Attempt: 1, proof)).ToByteArray();
}
