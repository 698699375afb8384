using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Link;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Producing;

/// <summary>
/// Hands stored messages over, the oldest first. Those of one ordering key go one after the other, and one instance at a time does so.
/// </summary>
/// <param name="store">Store of the messages.</param>
/// <param name="link">Link to the coordinator.</param>
/// <param name="group">Producer group.</param>
/// <param name="keep">True when messages that were taken are kept for a coordinator that is restored.</param>
/// <param name="owner">Name of this instance.</param>
/// <param name="logger">Logger.</param>
internal sealed class Forwarder(StoredMessages store, ICommandLink link, ProducerGroup group, bool keep, string owner, ILogger logger)
{
    private const int PageSize = 64;
    private const long PageBytes = 8 * 1024 * 1024;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private readonly HandOverStep _step = new(link, group, logger);

    /// <summary>Hands over what is stored, unless another instance does.</summary>
    /// <exception cref="Exception">The database or the coordinator failed. The next run goes on.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        if (!await store.HasAnyAsync(ct))
        {
            ProducerMetrics.Stored(group, 0);
            return;
        }

        if (!await store.TryLeaseAsync(owner, Lease, ct))
            return;
        var waiting = await store.CountAsync(ct);
        ProducerMetrics.Stored(group, waiting);
        logger.LogInformation("Messages of {Waiting} transactions of {Group} are stored. They are handed over", waiting, group);
        var (taken, refused) = (0L, 0L);
        try
        {
            do
            {
                var page = await store.ReadAsync(PageSize, PageBytes, ct);
                var (settled, refusals) = await HandOverAsync(page, ct);
                (taken, refused) = (taken + settled - refusals, refused + refusals);
                ProducerMetrics.Stored(group, Math.Max(0, waiting - taken - refused));
                // Nothing is settled when all is done, or when a restored coordinator must get other messages first.
                if (settled == 0)
                    break;
            }
            while (await store.TryLeaseAsync(owner, Lease, ct));
        }
        finally
        {
            logger.LogInformation(
                "Stored messages of {Taken} transactions of {Group} were handed over, and of {Refused} refused, see OutcomeStore.ListRefusedAsync",
                taken, group, refused);
            await EndLeaseAsync();
        }

        ProducerMetrics.Stored(group, await store.CountAsync(ct));
    }

    /// <summary>Gives the lease back, also after a failure: an instance that is cut off must not hold up the others.</summary>
    private async Task EndLeaseAsync()
    {
        try
        {
            await store.EndLeaseAsync(owner, CancellationToken.None);
        }
        catch (DbException failed)
        {
            logger.LogDebug(failed, "The lease of the hand-over ends by itself");
        }
    }

    /// <summary>Hands a page over, and settles what was answered, also when the coordinator did not answer all.</summary>
    private async Task<(int Settled, int Refused)> HandOverAsync(IReadOnlyList<KeptMessages> page, CancellationToken ct)
    {
        var handed = KeyOrder.Start(page, stored => _step.RunAsync(stored, ct));
        var all = Task.WhenAll(handed);
        await all.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var answers = handed.Where(task => task.IsCompletedSuccessfully).Select(task => task.Result).ToList();
        var settled = answers.Count == 0 ? 0 : await store.SettleAsync(answers, keep, ct);
        await all;
        return (settled, answers.Count(answer => answer.Refusal is not null));
    }
}
