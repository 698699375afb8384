using System.Collections.Concurrent;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Harness.Attacks.Peers;
using Coordinator.Harness.Attacks.Targets;
using Coordinator.Harness.Waiting;

namespace Coordinator.Security.Tests.Targets;

/// <summary>
/// Raw peer that takes as much as it can, reads what comes, and counts it. It sends heartbeats as a participant does: a node ends a session, and
/// its connection, that has been silent for long.
/// </summary>
internal sealed class Neighbour : IAsyncDisposable
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(1);

    private readonly SessionPeer _peer;
    private readonly Func<IFrameItem, IFrameItem?> _answer;
    private readonly Turn _sending = new();
    private readonly ConcurrentDictionary<TransactionOutcome, int> _outcomes = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _reading;
    private readonly Task _beating;
    private int _replies;
    private int _checks;
    private int _deliveries;
    private int _subscribed;
    private int _refusedSubscriptions;

    private Neighbour(SessionPeer peer, Func<IFrameItem, IFrameItem?> answer)
    {
        (_peer, _answer) = (peer, answer);
        _reading = ReadAsync();
        _beating = BeatAsync();
    }

    /// <summary>Replies to commands.</summary>
    public int Replies => Volatile.Read(ref _replies);

    public int Checks => Volatile.Read(ref _checks);

    public int Deliveries => Volatile.Read(ref _deliveries);

    public int Subscribed => Volatile.Read(ref _subscribed);

    public int RefusedSubscriptions => Volatile.Read(ref _refusedSubscriptions);

    /// <summary>Opens a session at the first node of a target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="participant">Participant that opens it.</param>
    /// <param name="answer">Answers a check or a delivery; <c>null</c> for no answer.</param>
    public static async Task<Neighbour> OpenAsync(Target target, TargetParticipant participant, Func<IFrameItem, IFrameItem?>? answer = null) =>
        new(await SessionPeer.OpenAsync(target, target.Node, NeighbourTargets.RequestOf(participant)), answer ?? (_ => null));

    /// <summary>Number of replies with an outcome.</summary>
    public int CountOf(TransactionOutcome outcome) => _outcomes.GetValueOrDefault(outcome);

    public Task SendAsync(params IFrameItem[] items) => _sending.RunAsync(() => _peer.SendAsync(items));

    /// <summary>Sends commands in frames of at most a hundred, and waits for as many replies.</summary>
    public async Task RunAsync(IEnumerable<ITransactionCommand> commands)
    {
        var wanted = Replies;
        foreach (var frame in commands.Chunk(100))
        {
            wanted += frame.Length;
            await SendAsync([.. frame]);
        }

        await Eventually.TrueAsync(() => Replies >= wanted, () => $"{wanted} replies, of which {Replies} have come");
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _beating;
        await _peer.DisposeAsync();
        await _reading;
        _sending.Dispose();
        _ended.Dispose();
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(HeartbeatInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
                await SendAsync(new Heartbeat(1));
        }
        catch (Exception ended) when (ended is HarnessException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The test is over, or its next step tells that the connection has ended.
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                var item = await _peer.ReceiveAsync<IFrameItem>();
                Count(item);
                if (_answer(item) is { } answer)
                    await SendAsync(answer);
            }
        }
        catch (Exception ended) when (ended is HarnessException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The test is over, or it misses what should have come.
        }
    }

    private void Count(IFrameItem item)
    {
        switch (item)
        {
            case TransactionReply reply:
                _outcomes.AddOrUpdate(reply.Outcome, 1, (_, count) => count + 1);
                Interlocked.Increment(ref _replies);
                break;
            case CheckTransaction:
                Interlocked.Increment(ref _checks);
                break;
            case Deliver:
                Interlocked.Increment(ref _deliveries);
                break;
            case SubscribeReply { Accepted: true }:
                Interlocked.Increment(ref _subscribed);
                break;
            case SubscribeReply:
                Interlocked.Increment(ref _refusedSubscriptions);
                break;
        }
    }
}
