using Coordinator.Contracts;

namespace Coordinator.Participants.Fence;

/// <summary>
/// Thrown when another local transaction under the same key is committed already. The work of the key is done, so the current local transaction
/// must roll back. A send does so by itself, and returns the winner.
/// </summary>
public sealed class KeyAlreadyCommittedException : Exception
{
    /// <param name="key">The key.</param>
    /// <param name="winner">The transaction that is committed.</param>
    /// <param name="inner">Error of the database, if there was one. Default: none.</param>
    public KeyAlreadyCommittedException(string key, KeyedOutcome winner, Exception? inner = null)
        : base($"Transaction {IdOf(winner)} is committed under the key '{key}' already. Another local transaction under it must roll back.", inner) =>
        (Key, Winner) = (key, winner);

    /// <summary>The key.</summary>
    public string Key { get; }

    /// <summary>The committed transaction.</summary>
    public TransactionId Id => Winner.Id;

    internal KeyedOutcome Winner { get; }

    private static TransactionId IdOf(KeyedOutcome winner)
    {
        ArgumentNullException.ThrowIfNull(winner);
        return winner.Id;
    }
}
