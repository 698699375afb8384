using System.Security.Authentication;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire;
using Coordinator.Fuzz.Mutating;
using Coordinator.Fuzz.Samples;
using Coordinator.Fuzz.Scripts;
using Coordinator.Harness.Attacks.Peers;
using Coordinator.Harness.Attacks.Targets;
using Google.Protobuf;

namespace Coordinator.Fuzz.Running;

/// <summary>Connection on which a script is run.</summary>
/// <param name="target">Coordinator.</param>
/// <param name="node">Node to connect to.</param>
/// <param name="tally">Counts.</param>
internal sealed class ScriptConnection(Target target, TargetNode node, Tally tally) : IAsyncDisposable
{
    // Shorter than the time after which a session without frames ends, and than that of a connection without a session.
    private static readonly TimeSpan HeldBack = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan HalfOpen = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _closed = new();
    private RawPeer? _peer;
    private readonly Received _received = new();
    private CancellationTokenSource? _reading;
    private Task _reader = Task.CompletedTask;

    /// <summary>Does a step; false when the connection has ended, or takes no more.</summary>
    public async Task<bool> DoAsync(Step step, CancellationToken ct)
    {
        switch (step)
        {
            case Step.Connect connect:
                return await ConnectAsync(connect.Secured);
            case Step.Write write:
                return await WriteAsync(write.Bytes);
            case Step.Pdu pdu:
                return await WriteAsync(Framed(pdu.Bytes));
            case Step.Ask ask:
                return await SendAsync(PduSamples.Listener, ask.Manifest, ask.Body, mutation: null);
            case Step.AwaitAnswer wait:
                return await AwaitAnswerAsync(wait.Required, ct);
            case Step.Prove prove:
                return await ProveAsync(prove);
            case Step.RequireSession:
                return RequireSession();
            case Step.Send send:
                return await SendAsync(_received.Gate ?? $"{PduSamples.Listener}/{PduSamples.Gate}", send.Manifest, send.Body, send.Mutation);
            case Step.RequireEcho echo:
                return await RequireEchoAsync(echo.Number, ct);
            case Step.StopReading:
                await StopReadingAsync();
                return true;
            case Step.Pause pause:
                await Task.Delay(pause.For, ct);
                return true;
            case Step.End end:
                await EndAsync(end.How, ct);
                return false;
            default:
                throw new InvalidOperationException($"The step {step.GetType()} cannot be done.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        if (_peer is not null)
            await _peer.DisposeAsync();
        await _reader;
        tally.Finished(_received);
        _reading?.Dispose();
        _closed.Dispose();
    }

    private async Task<bool> ConnectAsync(bool secured)
    {
        try
        {
            _peer = await RawPeer.ConnectAsync(node.ContactPoint, secured ? target.StrangersCertificate : null).WaitAsync(Patience);
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException or System.Net.Sockets.SocketException)
        {
            return false;
        }

        tally.Connected();
        _reading = CancellationTokenSource.CreateLinkedTokenSource(_closed.Token);
        _reader = _received.ReadAsync(_peer, _reading.Token);
        return true;
    }

    private async Task<bool> WriteAsync(byte[] bytes)
    {
        try
        {
            using var patience = new CancellationTokenSource(HeldBack);
            await _peer!.WriteBytesAsync(bytes).WaitAsync(patience.Token);
            tally.Wrote(bytes.Length);
            return true;
        }
        catch (OperationCanceledException)
        {
            tally.WasHeldBack();
            return false;
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException or InvalidOperationException)
        {
            return false;
        }
    }

    private Task<bool> SendAsync(string recipient, string manifest, byte[] body, ulong? mutation)
    {
        var pdu = RawPeer.Message(recipient, WireSerializer.StableIdentifier, manifest, body).ToByteArray();
        return WriteAsync(Framed(mutation is { } seed ? ProtoMutator.Mutate(new FuzzRandom(seed), pdu) : pdu));
    }

    private async Task<bool> AwaitAnswerAsync(bool required, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            var came = await _received.AnswerAsync(patience.Token) is not null;
            return came || !required
                ? came
                : throw new BrokenPromiseException("the coordinator ended a connection on which everything was right so far.");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new BrokenPromiseException($"a request for a session was not answered within {Patience.TotalSeconds} s, and the connection goes on.");
        }
    }

    private async Task<bool> ProveAsync(Step.Prove prove)
    {
        byte[] proof = _received.Challenge is { } challenge
            ? new SessionProof(prove.Claim, prove.Secret).Answer(challenge, _peer!.ChannelBinding)
            : new byte[32];
        var message = Body(prove.Change is ProofChange.OtherAttempt ? SessionSamples.Attempt + 1 : SessionSamples.Attempt, prove.Change switch
        {
            ProofChange.Flipped => [(byte)(proof[0] ^ 1), .. proof[1..]],
            ProofChange.Shortened => proof[..^1],
            ProofChange.Lengthened => [.. proof, .. proof],
            ProofChange.Empty => [],
            _ => proof,
        });
        return await SendAsync(PduSamples.Listener, "sp", message, mutation: null)
            && (prove.Change is not ProofChange.Twice || await SendAsync(PduSamples.Listener, "sp", message, mutation: null));

        static byte[] Body(long attempt, byte[] proof) => SessionsMapping.ToProto(new ProveSession(attempt, proof)).ToByteArray();
    }

    private bool RequireSession() => _received.Gate is not null
        ? true
        : throw new BrokenPromiseException($"the coordinator refused a session that it must open: {_received.Refusals}");

    private async Task<bool> RequireEchoAsync(long number, CancellationToken ct)
    {
        var gate = _received.Gate;
        if (gate is null || _reading!.IsCancellationRequested)
            return true;
        var echo = _received.EchoOrEndAsync(number);
        if (!await SendAsync(gate, "f", Frames.Heartbeat(number), mutation: null))
            return false;
        try
        {
            await echo.WaitAsync(Patience, ct);
            return !_received.IsEnded;
        }
        catch (TimeoutException)
        {
            throw new BrokenPromiseException($"a session neither echoed a heartbeat nor ended within {Patience.TotalSeconds} s.");
        }
    }

    private async Task StopReadingAsync()
    {
        await _reading!.CancelAsync();
        await _reader;
    }

    private async Task EndAsync(Ending how, CancellationToken ct)
    {
        if (how is Ending.Reset)
        {
            _peer!.Reset();
        }
        else if (how is Ending.HalfClose && !_received.IsEnded)
        {
            try
            {
                _peer!.CloseOwnDirection();
                await Task.WhenAny(_received.Ended, Task.Delay(HalfOpen, ct));
            }
            catch (System.Net.Sockets.SocketException)
            {
                // The coordinator was faster.
            }
        }
    }

    private static byte[] Framed(byte[] pdu) => [.. BitConverter.GetBytes(pdu.Length), .. pdu];
}
