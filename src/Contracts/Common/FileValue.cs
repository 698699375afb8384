using System.Security.Cryptography;

namespace Coordinator.Contracts.Common;

/// <summary>
/// Value that is made of files, and made again when their content has changed. While new content cannot be used, the earlier value
/// stays in force.
/// </summary>
/// <remarks>
/// The content is compared and read again instead of watched: Kubernetes replaces a secret by moving a symbolic link, of which a watcher
/// of the file learns nothing.
/// </remarks>
internal sealed class FileValue<T>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Func<string> _read;
    private readonly Func<string, T> _make;
    private readonly TimeProvider _clock;
    private readonly Action<string?>? _changed;
    private T _current;
    private string _content;
    private string? _problem;
    private long _readAt;

    /// <param name="read">Reads the content of the files.</param>
    /// <param name="make">Makes the value. Throws <see cref="FormatException" /> for content that cannot be used.</param>
    /// <param name="clock">Clock for the interval between two looks at the files.</param>
    /// <param name="changed">
    /// Called after a change with the problem of the new content, or <c>null</c> when its value is in force. A problem is reported once.
    /// </param>
    public FileValue(Func<string> read, Func<string, T> make, TimeProvider clock, Action<string?>? changed = null)
    {
        (_read, _make, _clock, _changed) = (read, make, clock, changed);
        _content = read();
        _current = make(_content);
        _readAt = clock.GetTimestamp();
    }

    /// <param name="content">Content that was read before.</param>
    /// <param name="current">Value that was made of it.</param>
    /// <param name="read">As above.</param>
    /// <param name="make">As above.</param>
    /// <param name="clock">As above.</param>
    /// <param name="changed">As above.</param>
    public FileValue(
        string content, T current, Func<string> read, Func<string, T> make, TimeProvider clock, Action<string?>? changed = null)
    {
        (_read, _make, _clock, _changed) = (read, make, clock, changed);
        (_content, _current) = (content, current);
        _readAt = clock.GetTimestamp();
    }

    /// <summary>Value in force. Reads the files at most once per second.</summary>
    public T Current
    {
        get
        {
            lock (_lock)
            {
                if (_clock.GetElapsedTime(_readAt) >= Interval)
                    Refresh();
                return _current;
            }
        }
    }

    private void Refresh()
    {
        _readAt = _clock.GetTimestamp();
        try
        {
            var content = _read();
            if (content != _content)
            {
                _current = _make(content);
                _content = content;
                _changed?.Invoke(null);
            }

            _problem = null;
        }
        catch (Exception unusable) when (
            unusable is FormatException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            if (unusable.Message == _problem)
                return;
            _problem = unusable.Message;
            _changed?.Invoke(unusable.Message);
        }
    }
}
