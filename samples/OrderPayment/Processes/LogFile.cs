namespace OrderPayment.Processes;

/// <summary>Log of one service over all its lives. Its end is shown when the service fails.</summary>
internal sealed class LogFile : IDisposable
{
    private const int TailLines = 12;

    private readonly Lock _lock = new();
    private readonly Queue<string> _tail = new();
    private readonly StreamWriter _writer;

    public LogFile(string path)
    {
        Path = path;
        _writer = new StreamWriter(path, append: true) { AutoFlush = true };
    }

    public string Path { get; }

    public string Tail
    {
        get
        {
            lock (_lock)
                return string.Join(Environment.NewLine, _tail);
        }
    }

    public void Write(string? line)
    {
        if (line is null)
            return;
        lock (_lock)
        {
            _writer.WriteLine(line);
            _tail.Enqueue(line);
            if (_tail.Count > TailLines)
                _tail.Dequeue();
        }
    }

    public void Dispose()
    {
        lock (_lock)
            _writer.Dispose();
    }
}
