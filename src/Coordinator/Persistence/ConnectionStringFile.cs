namespace Coordinator.Persistence;

/// <summary>
/// File with a connection string, which is read again when it has changed: passwords are replaced while nodes run. While a new content
/// cannot be used, the earlier one stays in force.
/// </summary>
internal sealed class ConnectionStringFile(string path, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private string _current = File.ReadAllText(path).Trim();
    private long _readAt = time.GetTimestamp();

    public string Current
    {
        get
        {
            lock (_lock)
            {
                if (time.GetElapsedTime(_readAt) >= Interval)
                    Refresh();
                return _current;
            }
        }
    }

    private void Refresh()
    {
        _readAt = time.GetTimestamp();
        try
        {
            var content = File.ReadAllText(path).Trim();
            if (content.Length > 0 && Database.PostgresProblem(content) is null)
                _current = content;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // A file that is being replaced is missing for a moment.
        }
    }
}
