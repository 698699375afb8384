using System.Threading.Channels;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire;
using Coordinator.Contracts.Wire.Proto;
using Coordinator.Harness.Attacks.Peers;

namespace Coordinator.Fuzz.Running;

/// <summary>Messages that one connection has received: answers of the session listener, its session, and echoes of heartbeats.</summary>
internal sealed class Received
{
    private readonly Channel<ReceivedMessage> _answers = Channel.CreateUnbounded<ReceivedMessage>();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _sessionEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private (long Number, TaskCompletionSource Came)? _awaited;

    /// <summary>Path of the session's actor; <c>null</c> before a session is open.</summary>
    public string? Gate { get; private set; }

    public SessionChallenge? Challenge { get; private set; }

    /// <summary>Reasons of all refusals; <c>null</c>: none.</summary>
    public string? Refusals { get; private set; }

    /// <summary>Items of frames that came.</summary>
    public int Items { get; private set; }

    /// <summary>Completes when the coordinator has ended the connection.</summary>
    public Task Ended => _ended.Task;

    public bool IsEnded => _ended.Task.IsCompleted;

    /// <summary>Reads until the connection ends.</summary>
    public async Task ReadAsync(RawPeer peer, CancellationToken ct)
    {
        try
        {
            while (await peer.ReadAsync(ct) is { } pdu)
            {
                if (ReceivedMessage.Of(pdu) is { } message)
                    Take(message);
            }

            _ended.TrySetResult();
        }
        catch (Exception broken) when (broken is OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The peer has closed it.
        }
        finally
        {
            _answers.Writer.TryComplete();
        }
    }

    /// <summary>Waits for an answer of the session listener; null when the connection has ended.</summary>
    public async Task<ReceivedMessage?> AnswerAsync(CancellationToken ct) =>
        await _answers.Reader.WaitToReadAsync(ct) && _answers.Reader.TryRead(out var answer) ? answer : null;

    /// <summary>Completes when a heartbeat was echoed, or the session or the connection has ended.</summary>
    public Task EchoOrEndAsync(long number)
    {
        lock (_lock)
            _awaited = (number, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return Task.WhenAny(_awaited.Value.Came.Task, _sessionEnded.Task, _ended.Task);
    }

    private void Take(ReceivedMessage message)
    {
        switch (message.Manifest)
        {
            case "f":
                foreach (var item in FrameProto.Parser.ParseFrom(message.Body).Items)
                    Take(item);
                return;
            case "sk":
                Gate = message.Sender;
                break;
            case "sc":
                Challenge = SessionChallengeProto.Parser.ParseFrom(message.Body).ToDomain();
                break;
            case "sr":
                Refusals = $"{Refusals} {SessionRefusedProto.Parser.ParseFrom(message.Body).Detail}".Trim();
                break;
        }

        _answers.Writer.TryWrite(message);
    }

    private void Take(FrameItemProto item)
    {
        Items++;
        if (item.ItemCase is FrameItemProto.ItemOneofCase.SessionClosed)
            _sessionEnded.TrySetResult();
        lock (_lock)
        {
            if (item.ItemCase is FrameItemProto.ItemOneofCase.Heartbeat && item.Heartbeat.Number == _awaited?.Number)
                _awaited.Value.Came.TrySetResult();
        }
    }
}
