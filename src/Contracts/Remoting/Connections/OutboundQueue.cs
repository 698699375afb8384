using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace Coordinator.Contracts.Remoting.Connections;

/// <summary>
/// Sends PDUs in their order, each after its length in 4 bytes, little-endian. PDUs that wait while a write runs travel together in the
/// next write.
/// </summary>
/// <param name="stream">Stream of the connection.</param>
/// <param name="limits">Limits of the connection.</param>
/// <param name="failed">Called when a write fails.</param>
internal sealed class OutboundQueue(Stream stream, ConnectionLimits limits, Action<Exception> failed) : IThreadPoolWorkItem
{
    private const int SegmentBytes = 64 * 1024;

    private readonly PipeWriter _writer = PipeWriter.Create(
        stream, new StreamPipeWriterOptions(minimumBufferSize: SegmentBytes, leaveOpen: true));

    private readonly Lock _lock = new();
    private readonly Queue<ByteString> _waiting = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _waitingBytes;
    private long _progressAt = Environment.TickCount64;
    private bool _writing;
    private bool _closed;

    /// <summary>Bytes that wait to be sent.</summary>
    public long WaitingBytes => Volatile.Read(ref _waitingBytes);

    /// <summary>Adds a PDU; false when the queue is full. A closed queue drops it.</summary>
    public bool TryAdd(ByteString pdu)
    {
        lock (_lock)
        {
            if (_closed)
                return true;
            if (_waitingBytes > 0 && _waitingBytes + pdu.Length > limits.OutboundBytes)
                return false;
            _waiting.Enqueue(pdu);
            if (_waitingBytes == 0)
                Volatile.Write(ref _progressAt, Environment.TickCount64);
            _waitingBytes += pdu.Length;
            if (_writing)
                return true;
            _writing = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    /// <summary>True when bytes wait and the peer has accepted none of them for too long.</summary>
    public bool IsStalled(long now) => WaitingBytes > 0 && now - Volatile.Read(ref _progressAt) > limits.WriteStall.TotalMilliseconds;

    /// <summary>Takes no more PDUs. Completes when those that wait are sent or have failed.</summary>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            _closed = true;
            if (!_writing)
                Drained();
        }

        return _drained.Task;
    }

    void IThreadPoolWorkItem.Execute() => _ = WriteAllAsync();

    private async Task WriteAllAsync()
    {
        try
        {
            while (TryFill(out var bytes))
            {
                await _writer.FlushAsync().ConfigureAwait(false);
                Sent(bytes);
            }
        }
#pragma warning disable CA1031 // Whatever a stream throws ends its connection, and must not end the process.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Fail(error);
        }
    }

    private void Sent(int bytes)
    {
        lock (_lock)
        {
            Volatile.Write(ref _progressAt, Environment.TickCount64);
            _waitingBytes -= bytes;
        }
    }

    /// <summary>Moves PDUs that wait into the buffer; false when there are none.</summary>
    private bool TryFill(out int bytes)
    {
        bytes = 0;
        lock (_lock)
        {
            while (bytes < SegmentBytes && _waiting.TryDequeue(out var pdu))
            {
                Append(pdu);
                bytes += pdu.Length;
            }

            if (bytes > 0)
                return true;
            _writing = false;
            if (_closed)
                Drained();
            return false;
        }
    }

    /// <summary>Nothing waits and nothing more comes, so the buffers go back to their pool.</summary>
    private void Drained()
    {
        _writer.Complete();
        _drained.TrySetResult();
    }

    private void Append(ByteString pdu)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_writer.GetSpan(sizeof(int)), pdu.Length);
        _writer.Advance(sizeof(int));
        var rest = pdu.Span;
        while (!rest.IsEmpty)
        {
            var target = _writer.GetSpan(1);
            var part = rest[..Math.Min(rest.Length, target.Length)];
            part.CopyTo(target);
            _writer.Advance(part.Length);
            rest = rest[part.Length..];
        }
    }

    private void Fail(Exception error)
    {
        lock (_lock)
        {
            _closed = true;
            _writing = false;
            _waiting.Clear();
            _waitingBytes = 0;
        }

        _writer.Complete(error);
        _drained.TrySetResult();
        failed(error);
    }
}
