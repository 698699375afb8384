using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Akka.Remote.Transport;

namespace Coordinator.Contracts.Remoting.Connections;

/// <summary>Reads PDUs, each after its length in 4 bytes, little-endian, and hands to Akka those that the guard passes.</summary>
/// <param name="stream">Stream of the connection.</param>
/// <param name="guard">Decides about each PDU.</param>
internal sealed class InboundFrames(Stream stream, InboundGuard guard)
{
    private const int BufferBytes = 16 * 1024;

    private readonly PipeReader _reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: BufferBytes, leaveOpen: true));
    private long _heardAt = Environment.TickCount64;

    /// <summary>Time of the last byte from the peer, in milliseconds of the monotonic clock.</summary>
    public long HeardAt => Volatile.Read(ref _heardAt);

    /// <summary>Reads until the peer closes the connection.</summary>
    /// <exception cref="ConnectionRefusedException">The peer sent what it may not send.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task ReadAllAsync(IHandleEventListener listener)
    {
        // Akka registers its listener on the thread of an actor, which must go on.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            while (await ReadSomeAsync(listener).ConfigureAwait(false))
            {
                // Until the peer closes the connection.
            }
        }
        finally
        {
            await _reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Takes the PDUs that have arrived; false after the last.</summary>
    private async Task<bool> ReadSomeAsync(IHandleEventListener listener)
    {
        var read = await _reader.ReadAsync().ConfigureAwait(false);
        Volatile.Write(ref _heardAt, Environment.TickCount64);
        var buffer = read.Buffer;
        while (TryReadPdu(ref buffer, out var pdu))
        {
            Take(pdu, listener);
            await guard.ReadyAsync().ConfigureAwait(false);
            Volatile.Write(ref _heardAt, Environment.TickCount64);
        }

        _reader.AdvanceTo(buffer.Start, buffer.End);
        return !read.IsCompleted;
    }

    private bool TryReadPdu(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> pdu)
    {
        pdu = default;
        if (!TryReadLength(buffer, out var length) || buffer.Length - sizeof(int) < length)
            return false;
        pdu = buffer.Slice(sizeof(int), length);
        buffer = buffer.Slice(pdu.End);
        return true;
    }

    private bool TryReadLength(in ReadOnlySequence<byte> buffer, out int length)
    {
        length = 0;
        if (buffer.Length < sizeof(int))
            return false;
        Span<byte> prefix = stackalloc byte[sizeof(int)];
        buffer.Slice(0, sizeof(int)).CopyTo(prefix);
        length = BinaryPrimitives.ReadInt32LittleEndian(prefix);
        return length > 0 && length <= guard.MaxPduBytes
            ? true
            : throw new ConnectionRefusedException(
                $"a frame must have 1 to {guard.MaxPduBytes} bytes, but one announces {(uint)length}. Is the peer no participant or node?");
    }

    private void Take(in ReadOnlySequence<byte> pdu, IHandleEventListener listener)
    {
        if (pdu.IsSingleSegment)
        {
            Take(pdu.FirstSpan, listener);
            return;
        }

        var length = (int)pdu.Length;
        var whole = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            pdu.CopyTo(whole);
            Take(whole.AsSpan(0, length), listener);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    private void Take(ReadOnlySpan<byte> pdu, IHandleEventListener listener)
    {
        if (guard.Pass(pdu) is { } passed)
            listener.Notify(new InboundPayload(passed));
    }
}
