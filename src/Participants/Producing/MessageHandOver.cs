using Coordinator.Contracts;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Link;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Producing;

/// <summary>
/// Hands kept messages over to a coordinator that was restored from a backup. It takes those that it has forgotten, and knows the others. Messages
/// of one ordering key are handed over one after the other, in the order of their local transactions.
/// </summary>
/// <param name="store">Store of the messages.</param>
/// <param name="link">Link to the coordinator.</param>
/// <param name="group">Producer group.</param>
/// <param name="logger">Logger.</param>
internal sealed class MessageHandOver(MessageStore store, ICommandLink link, ProducerGroup group, ILogger logger)
{
    private const int PageSize = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HandOverStep _step = new(link, group, logger);
    private long _handedOver;

    /// <summary>Hands over what an earlier epoch may have lost.</summary>
    /// <exception cref="Exception">The database or the coordinator failed. The next run begins again, and nothing is sent twice.</exception>
    public async Task RunAsync(long epoch, CancellationToken ct)
    {
        if (epoch > _handedOver)
            _handedOver = await store.HandedOverAsync(ct);
        if (epoch > _handedOver)
        {
            await HandOverAsync(epoch, ct);
            _handedOver = epoch;
        }
    }

    /// <summary>Purges what is old. What an earlier epoch may have lost must be handed over before.</summary>
    public async Task PurgeAsync(TimeSpan keep, CancellationToken ct)
    {
        ProducerMetrics.MessagesPurged.Add(await store.PurgeAsync(keep, ct));
        ProducerMetrics.Refused(group, await store.CountRefusedAsync(ct));
    }

    private async Task HandOverAsync(long epoch, CancellationToken ct)
    {
        logger.LogWarning(
            "The coordinator was restored from a backup at {RestoredAt:O}. Kept messages of {Group} are handed over to it",
            DateTimeOffset.FromUnixTimeMilliseconds(epoch), group);
        var last = await BeginAsync(epoch, ct);
        var (taken, refused, position) = (0L, 0L, 0L);
        while (await store.ReadAsync(position, last, PageSize, ct) is { Count: > 0 } page)
        {
            position = page[^1].Position;
            foreach (var isTaken in await Task.WhenAll(KeyOrder.Start(page, kept => HandOverAsync(kept, ct))))
                _ = isTaken ? taken++ : refused++;
        }

        await store.EndAsync(epoch, ct);
        logger.LogWarning(
            "{Taken} transactions of {Group} were handed over, or the coordinator knew them. It refused {Refused}, see OutcomeStore.ListRefusedAsync",
            taken, group, refused);
    }

    private async Task<long> BeginAsync(long epoch, CancellationToken ct)
    {
        var begun = store.BeginAsync(epoch, ct);
        if (await Task.WhenAny(begun, Task.Delay(Patience, ct)) != begun)
            logger.LogWarning("The hand-over of {Group} waits for database transactions that were open when it began", group);
        return await begun;
    }

    private async Task<bool> HandOverAsync(KeptMessages kept, CancellationToken ct)
    {
        if ((await _step.RunAsync(kept, ct)).Refusal is not { } refusal)
            return true;
        await store.RefuseAsync(kept.Id, refusal, ct);
        return false;
    }
}
