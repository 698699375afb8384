using System.Threading.Channels;

namespace Coordinator.Harness.Processes;

/// <summary>Output of a child process: the last lines, all lines in a log file, and unread lines of standard output.</summary>
internal sealed class ProcessOutput : IDisposable
{
    private const int KeptLines = 400;

    private readonly Lock _lock = new();
    private readonly Queue<string> _last = new();
    private readonly Channel<string> _unread;
    private StreamWriter? _log;

    public ProcessOutput(ChildProcessOptions options)
    {
        _unread = options.MaxUnreadLines is { } limit
            ? Channel.CreateBounded<string>(new BoundedChannelOptions(limit) { FullMode = BoundedChannelFullMode.DropOldest })
            : Channel.CreateUnbounded<string>();
        _log = options.Log is { } log ? new StreamWriter(log, append: true) { AutoFlush = true } : null;
    }

    /// <summary>Lines of standard output; completed when the stream has ended.</summary>
    public ChannelReader<string> Unread => _unread.Reader;

    public string Last
    {
        get
        {
            lock (_lock)
                return string.Join(Environment.NewLine, _last);
        }
    }

    /// <param name="line">A line of standard output; <c>null</c> at its end.</param>
    /// <param name="keep">Keeps the line beside those of standard error.</param>
    public void AddOutput(string? line, bool keep)
    {
        if (line is null)
        {
            _unread.Writer.TryComplete();
            return;
        }

        if (keep)
            Keep(line);
        _unread.Writer.TryWrite(line);
    }

    /// <param name="line">A line; <c>null</c> at the end of a stream.</param>
    public void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_lock)
        {
            _log?.WriteLine(line);
            _last.Enqueue(line);
            if (_last.Count > KeptLines)
                _last.Dequeue();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _log?.Dispose();
            _log = null;
        }
    }
}
