using System.Globalization;
using System.Text;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Tests.Persistence.GroupCommit;

/// <summary>A log whose writer, stale copies and deletions act at the same time, and what it must contain.</summary>
internal sealed class TrimmedLog(IEventStore[] stores, string id)
{
    private readonly Dictionary<long, string> _given = [];
    private long _end;
    private long _firstKept = 1;
    private int _attempts;

    /// <summary>Does the steps at the same time.</summary>
    public Task RunAsync(IReadOnlyList<TrimStep> steps) => Task.WhenAll(steps.Select((step, place) => step.Kind switch
    {
        TrimStepKind.Append => AppendAsync(stores[0], _end, step.Count),
        TrimStepKind.AppendStale => AppendAsync(stores[1], Math.Max(0, _end - step.Count), count: 1),
        TrimStepKind.Raise => WriteAsync(stores[place % 2], new BoundWrite(id, step.Number)),
        TrimStepKind.Delete => WriteAsync(stores[place % 2], new PrefixDelete(id, step.Count)),
        _ => throw new InvalidOperationException($"The step {step.Kind} is unknown."),
    }).ToList());

    public async Task CheckAsync()
    {
        var asked = new BoundsRead(id);
        await stores[0].ReadBoundsAsync([asked]);
        var bounds = await asked.Answer;
        Assert.Equal(_end, bounds.Highest);
        Assert.InRange(bounds.FirstKept, _firstKept, _end + 1);
        _firstKept = bounds.FirstKept;

        var read = new EventsRead(id, bounds.FirstKept, long.MaxValue);
        await stores[0].ReadEventsAsync([read]);
        var kept = await read.Answer;
        Assert.Equal(
            _given.Where(given => given.Key >= bounds.FirstKept).OrderBy(given => given.Key),
            kept.Select(row => KeyValuePair.Create(row.SequenceNumber, Encoding.UTF8.GetString(row.Message))));
    }

    private async Task AppendAsync(IEventStore store, long after, int count)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"attempt {Interlocked.Increment(ref _attempts)}");
        var entry = new StoredEvent(id, 0, Created: 1, Encoding.UTF8.GetBytes(text), "qe", Serializer: 1, WriterUuid: "");
        Exception? error = null;
        var write = new LogWrite(id, after, [new LogAppend([.. Enumerable.Repeat(entry, count)], null)], (_, cause) => error = cause);
        await store.WriteAsync([write]);
        write.Succeed();
        if (error is not null)
        {
            Assert.IsType<DuplicateEventException>(error);
            return;
        }

        lock (_given)
        {
            for (var number = after + 1; number <= after + count; number++)
                Assert.True(_given.TryAdd(number, text), $"{number} was given twice");
            _end = Math.Max(_end, after + count);
        }
    }

    private static async Task WriteAsync(IEventStore store, AwaitedWrite write)
    {
        await store.WriteAsync([write]);
        write.Succeed();
        await write.Done;
    }
}

internal enum TrimStepKind
{
    /// <summary>The writer appends.</summary>
    Append,

    /// <summary>A copy of the writer appends that does not know the last entries.</summary>
    AppendStale,

    /// <summary>A deletion makes its bound durable, and stops.</summary>
    Raise,

    /// <summary>A deletion deletes a batch, and stops.</summary>
    Delete,
}

/// <param name="Kind">Kind of the step.</param>
/// <param name="Count">Number of entries, or of those that the writer does not know.</param>
/// <param name="Number">First number to keep.</param>
internal sealed record TrimStep(TrimStepKind Kind, int Count, long Number);
