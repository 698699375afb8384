using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Transactions;

namespace Coordinator.Retention;

/// <summary>Makes the final watermark of what a pass of retention has seen below the bound of expired ids.</summary>
/// <remarks>
/// The bound was in force before the pass read anything, so an id that the pass did not find can never begin. One that is final stays final,
/// whether or not its events are deleted.
/// </remarks>
/// <param name="history">Reads who prepared a transaction.</param>
/// <param name="mostExcept">Most transactions that are excepted. With more of them the time stays behind.</param>
internal sealed class FinalSearch(ITransactionHistory history, int mostExcept)
{
    private Dictionary<string, ProducerGroup> _groups = [];

    /// <param name="before">Time in ids below which the pass has seen everything, in Unix milliseconds.</param>
    /// <param name="notFinal">Persistence ids that are not final.</param>
    public async Task<FinalWatermark> RunAsync(long before, IEnumerable<string> notFinal)
    {
        var known = new Dictionary<string, ProducerGroup>();
        var except = new List<(ProducerGroup, TransactionId)>();
        foreach (var persistenceId in notFinal.Where(id => TimedIds.TimeOf(id) < before).Order(StringComparer.Ordinal))
        {
            var id = new TransactionId(persistenceId[TimedIds.Prefix.Length..]);
            if (except.Count == mostExcept || await GroupAsync(persistenceId, id) is not { } group)
            {
                // Of the same millisecond there may be excepted ones, which are not below the time any more.
                before = TimedIds.TimeOf(persistenceId)!.Value;
                break;
            }

            known.Add(persistenceId, group);
            except.Add((group, id));
        }

        _groups = known;
        return new FinalWatermark(DateTimeOffset.FromUnixTimeMilliseconds(before), except);
    }

    private async Task<ProducerGroup?> GroupAsync(string persistenceId, TransactionId id)
    {
        if (_groups.TryGetValue(persistenceId, out var known))
            return known;
        var read = await history.ReadAsync(id);
        return read.Events.OfType<TransactionPrepared>().FirstOrDefault()?.Group;
    }
}
