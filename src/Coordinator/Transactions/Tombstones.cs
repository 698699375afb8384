using Coordinator.Contracts;

namespace Coordinator.Transactions;

/// <summary>
/// Producer groups that rolled an id back before any prepare. Each may never prepare it, and binds no other group: an id belongs to the
/// first group that prepares it.
/// </summary>
/// <param name="Latest">Group of the latest of these rollbacks.</param>
/// <param name="Earlier">Those before it, if there are any.</param>
internal sealed record Tombstones(ProducerGroup Latest, Tombstones? Earlier)
{
    /// <summary>Groups that may roll back one id before its prepare.</summary>
    public const int Most = 64;

    public int Count { get; } = 1 + (Earlier?.Count ?? 0);

    public bool Include(ProducerGroup group)
    {
        for (var tombstone = this; tombstone is not null; tombstone = tombstone.Earlier)
        {
            if (tombstone.Latest == group)
                return true;
        }

        return false;
    }
}
