using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire;
using Google.Protobuf;

namespace Coordinator.Security.Tests.Peers;

/// <summary>Messages of the session protocol in bytes.</summary>
internal static class Frames
{
    public static byte[] Of(params IFrameItem[] items) => SessionsMapping.ToProto(new Frame(items)).ToByteArray();

    public static byte[] Heartbeat(long number) => Of(new Heartbeat(number));

    public static byte[] OpenSession(string instance, string group = "strangers") => SessionsMapping.ToProto(
        new OpenSession(ProtocolVersion.Current, new InstanceId(instance), [new ProducerGroup(group)], Attempt: 1)).ToByteArray();
}
