using System.Threading.Channels;
using Akka.Actor;
using Akka.Remote.Transport;
using Google.Protobuf;

namespace Coordinator.Contracts.Remoting.InProcess;

/// <summary>Connection between two systems of an <see cref="InProcessNetwork" />. What is sent arrives in its order.</summary>
internal sealed class InProcessLink
{
    private readonly INetworkConditions? _conditions;
    private readonly Action<InProcessLink> _ended;
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Side _opening;
    private readonly Side _accepting;

    public InProcessLink(Address from, Address to, INetworkConditions? conditions, Action<InProcessLink> ended)
    {
        From = from;
        To = to;
        _conditions = conditions;
        _ended = ended;
        _opening = new Side(this, from, to);
        _accepting = new Side(this, to, from);
        _ = PassAsync(_opening, _accepting);
        _ = PassAsync(_accepting, _opening);
    }

    /// <summary>System that opened the connection.</summary>
    public Address From { get; }

    /// <summary>System that accepted the connection.</summary>
    public Address To { get; }

    public AssociationHandle Opening => _opening;

    public AssociationHandle Accepting => _accepting;

    public void End()
    {
        if (_end.TrySetResult())
            _ended(this);
    }

    private async Task PassAsync(Side sender, Side receiver)
    {
        var listener = await receiver.ReadHandlerSource.Task.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await foreach (var pdu in sender.Sent.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                if (_conditions is not null && !await ArrivesAsync(sender).ConfigureAwait(false))
                    continue;
                if (_end.Task.IsCompleted)
                    break;
                listener.Notify(new InboundPayload(pdu));
            }
        }
        finally
        {
            listener.Notify(new Disassociated(DisassociateInfo.Unknown));
        }
    }

    private async Task<bool> ArrivesAsync(Side sender)
    {
        var delay = _conditions!.NextDelay(sender.LocalAddress, sender.RemoteAddress);
        if (delay > TimeSpan.Zero)
            await Task.WhenAny(Task.Delay(delay.Value), _end.Task).ConfigureAwait(false);
        return delay is not null && !_conditions.IsCut(sender.LocalAddress, sender.RemoteAddress);
    }

    private sealed class Side : AssociationHandle
    {
        private readonly InProcessLink _link;

        public Side(InProcessLink link, Address local, Address remote) : base(local, remote)
        {
            _link = link;
            _ = CompleteAtEndAsync();
        }

        public Channel<ByteString> Sent { get; } = Channel.CreateUnbounded<ByteString>(new() { SingleReader = true });

        public override bool Write(ByteString payload)
        {
            Sent.Writer.TryWrite(payload);
            return true;
        }

        [Obsolete("Required by the base class.")]
        public override void Disassociate() => _link.End();

        private async Task CompleteAtEndAsync()
        {
            await _link._end.Task.ConfigureAwait(false);
            Sent.Writer.TryComplete();
        }
    }
}
