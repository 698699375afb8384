using Coordinator.Contracts;

namespace Coordinator.Participants.Fence;

/// <summary>
/// Thrown when a local transaction with other messages is committed under the same key. It is no repetition: one of the two uses the wrong key,
/// or the messages of a repeated send differ, for example by a time in their body. The local transaction is rolled back.
/// </summary>
public sealed class KeyConflictException : Exception
{
    /// <param name="key">The key.</param>
    /// <param name="id">The transaction that is committed.</param>
    /// <param name="inner">Error of the database, if there was one. Default: none.</param>
    public KeyConflictException(string key, TransactionId id, Exception? inner = null)
        : base($"Transaction {id} is committed under the key '{key}' with other messages. Use a key for one thing only, and repeat a send with the same messages.", inner) =>
        (Key, Id) = (key, id);

    /// <summary>The key.</summary>
    public string Key { get; }

    /// <summary>The committed transaction.</summary>
    public TransactionId Id { get; }
}
