using System.Text;
using Akka.Actor;
using Coordinator.Contracts.Remoting.Connections;

namespace Coordinator.Participants.Hosting;

/// <summary>Lets a coordinator reach the link of this process, and no other actor.</summary>
internal sealed class CoordinatorGuard(Address local, Address remote, string link) : LinkGuard(local, remote)
{
    private readonly byte[] _link = Encoding.ASCII.GetBytes(link);

    protected override bool Check(ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> manifest, int bytes) => recipient.SequenceEqual(_link)
        ? true
        : throw new ConnectionRefusedException("the coordinator sent a message to an actor that is not the link.");
}
