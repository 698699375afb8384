using Coordinator.Participants.Common;

namespace Coordinator.Participants.Consuming.Handling;

/// <summary>
/// Gathers messages to batches. The first message of a batch leads: it waits until the batch is full, or for a time, and for a free handler. Then it
/// runs the handler for all.
/// </summary>
/// <param name="options">Size and time bound of a batch, and the number of batches at a time.</param>
/// <param name="time">Clock of the time bound.</param>
/// <param name="run">Runs the handler. Returns a result for each message.</param>
internal sealed class BatchCollector(
    ConsumerOptions options,
    TimeProvider time,
    Func<IReadOnlyList<BatchItem>, CancellationToken, Task<IReadOnlyList<HandlerResult>>> run)
{
    private readonly Lock _lock = new();
    private readonly FreeHandlers _free = new(options.Concurrency);
    private Batch? _open;
    private bool _isStopping;

    public async Task<HandlerResult> AddAsync(BatchItem item, CancellationToken ct)
    {
        var (batch, leads) = Join(item);
        if (leads)
            await LeadAsync(batch, ct);
        return await item.Result.Task;
    }

    /// <summary>Lets no batch wait for further messages.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _isStopping = true;
            _open?.Close();
        }
    }

    private (Batch Batch, bool Leads) Join(BatchItem item)
    {
        lock (_lock)
        {
            // A message that came before may be the one that failed its batch, or ended the process. It must not do so to others again.
            var isAlone = item.Message.Attempt > 1 || _isStopping;
            var batch = isAlone ? new Batch() : _open ??= new Batch();
            batch.Add(item);
            if (isAlone || batch.Count == options.BatchSize)
                Close(batch);
            return (batch, batch.Count == 1);
        }
    }

    private async Task LeadAsync(Batch batch, CancellationToken ct)
    {
        IReadOnlyList<BatchItem> items = [];
        try
        {
            await batch.Closed.WaitAsync(options.BatchWait, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // The batch grows while no handler is free.
            using var handler = await _free.TakeAsync();
            items = Take(batch);
            ct.ThrowIfCancellationRequested();
            var results = await run(items, ct);
            foreach (var (index, item) in items.Index())
                item.Result.TrySetResult(results[index]);
        }
#pragma warning disable CA1031 // Each message of the batch reports the exception.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Fail(items, error);
        }
    }

    private void Fail(IReadOnlyList<BatchItem> items, Exception error)
    {
        // An exception that rejects does not say which message it is about. Each comes again by itself, and only the one at fault is rejected.
        var isRepeated = items.Count > 1 && (error is RejectMessageException || options.IsNeverRetried(error));
        foreach (var item in items)
        {
            if (isRepeated)
                item.Result.TrySetResult(HandlerResult.Retry(TimeSpan.Zero, Detail.Of(error)));
            else
                item.Result.TrySetException(error);
        }
    }

    private IReadOnlyList<BatchItem> Take(Batch batch)
    {
        lock (_lock)
        {
            Close(batch);
            return batch.Sorted();
        }
    }

    private void Close(Batch batch)
    {
        batch.Close();
        if (_open == batch)
            _open = null;
    }
}
