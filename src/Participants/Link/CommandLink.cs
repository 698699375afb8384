using Akka.Actor;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Common;
using Coordinator.Participants.Crashes;

namespace Coordinator.Participants.Link;

/// <summary>Passes commands of the service on to the actor of the link, and keeps its mailbox bounded.</summary>
internal sealed class CommandLink(TimeSpan commandTimeout, int maxInFlight, ICrashHook? crash = null, ICoordinatorConnection? connection = null) : ICommandLink
{
    private volatile IActorRef? _link;
    private int _inFlight;
    private long _lastNumber;

    public bool HasSession => connection?.IsConnected is not false;

    public void Start(IActorRef link) => _link = link;

    public void Stop() => _link = null;

    public async Task<TransactionReply> SendAsync(ITransactionCommand command, CommandLimits limits, CancellationToken ct)
    {
        crash?.ThrowIfDead();
        var link = _link
            ?? throw new CoordinatorUnavailableException("The participant is not running, because its host is starting or stopping.");
        if (Interlocked.Increment(ref _inFlight) > maxInFlight)
        {
            Interlocked.Decrement(ref _inFlight);
            throw new CoordinatorUnavailableException($"{maxInFlight} commands are in flight already. Send fewer at a time, or raise MaxInFlightCommands.");
        }

        var reply = new TaskCompletionSource<TransactionReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            var timeout = limits.Timeout < commandTimeout ? limits.Timeout.Value : commandTimeout;
            link.Tell(new SubmitCommand(command, timeout, reply) { WaitForSession = limits.WaitForSession }, ActorRefs.NoSender);
            return await reply.Task.WaitAsync(ct);
        }
        catch (CoordinatorUnavailableException) when (crash?.IsDead is true)
        {
            crash.ThrowIfDead();
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    public void Post(ITransactionCommand command)
    {
        if (_link is { } link)
            link.Tell(new SubmitCommand(command, commandTimeout, Reply: null), ActorRefs.NoSender);
        else
            LinkMetrics.CommandsDropped.Add(1);
    }

    /// <summary>Returns the next number. It is counted here, because the actor of the link may be restarted.</summary>
    public long NextNumber() => Interlocked.Increment(ref _lastNumber);
}
