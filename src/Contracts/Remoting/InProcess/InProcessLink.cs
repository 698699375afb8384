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
            await foreach (var (pdu, due) in sender.Sent.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                if (due > Environment.TickCount64)
                    await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, due - Environment.TickCount64))), _end.Task).ConfigureAwait(false);
                if (_end.Task.IsCompleted)
                    break;
                if (_conditions?.IsCut(sender.LocalAddress, sender.RemoteAddress) is not true)
                    listener.Notify(new InboundPayload(pdu));
            }
        }
        finally
        {
            listener.Notify(new Disassociated(DisassociateInfo.Unknown));
        }
    }

    private sealed class Side : AssociationHandle
    {
        private readonly InProcessLink _link;
        private long _lastDue;

        public Side(InProcessLink link, Address local, Address remote) : base(local, remote)
        {
            _link = link;
            _ = CompleteAtEndAsync();
        }

        /// <summary>PDUs on their way, each with the time at which it arrives.</summary>
        public Channel<(ByteString Pdu, long Due)> Sent { get; } =
            Channel.CreateUnbounded<(ByteString, long)>(new() { SingleReader = true });

        public override bool Write(ByteString payload)
        {
            var delay = _link._conditions is null ? TimeSpan.Zero : _link._conditions.NextDelay(LocalAddress, RemoteAddress);
            if (delay is not { } wait)
                return true;
            // Later PDUs arrive later, as over TCP.
            lock (Sent)
            {
                _lastDue = Math.Max(_lastDue, wait == TimeSpan.Zero ? 0 : Environment.TickCount64 + (long)wait.TotalMilliseconds);
                Sent.Writer.TryWrite((payload, _lastDue));
            }

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
