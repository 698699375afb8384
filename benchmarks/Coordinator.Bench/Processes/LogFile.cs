namespace Coordinator.Bench.Processes;

/// <summary>Log of a process's standard error. Its end is shown when the process fails.</summary>
internal sealed class LogFile(string path) : IDisposable
{
    private const int TailLines = 15;

    private readonly Lock _lock = new();
    private readonly Queue<string> _tail = new();
    private readonly StreamWriter _writer = new(path, append: true) { AutoFlush = true };
    private bool _closed;

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
            if (_closed)
                return;
            _writer.WriteLine(line);
            _tail.Enqueue(line);
            if (_tail.Count > TailLines)
                _tail.Dequeue();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _writer.Dispose();
        }
    }
}
