namespace Coordinator.Participants.Fence;

/// <summary>
/// Thrown when another local transaction under the same key stays open for longer than <see cref="OutcomeStore.KeyWait" />. Nothing was changed:
/// try again later, under the same key.
/// </summary>
public sealed class KeyBusyException : Exception
{
    /// <param name="key">The key.</param>
    /// <param name="inner">Error of the database, if there was one. Default: none.</param>
    public KeyBusyException(string key, Exception? inner = null)
        : base($"Another local transaction under the key '{key}' is open. Try again later under the same key.", inner) =>
        Key = key;

    /// <summary>The key.</summary>
    public string Key { get; }
}
