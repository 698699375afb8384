using Coordinator.Bench.Databases;
using Coordinator.Bench.Load;
using Coordinator.Bench.Measuring;

namespace Coordinator.Bench.Soaking;

/// <summary>
/// Takes the committed orders and effects out of the databases, in small batches, and counts them. What stands in the databases is the truth:
/// each order must have one effect in each group.
/// </summary>
/// <param name="service">Database with the orders.</param>
/// <param name="groups">Database of each consumer group, with its effects.</param>
internal sealed class EffectAudit(ServiceDatabase service, IReadOnlyList<ServiceDatabase> groups)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<int, SequenceSet> _orders = [];
    private readonly Dictionary<int, SequenceSet>[] _effects = [.. groups.Select(_ => new Dictionary<int, SequenceSet>())];

    /// <summary>Gets the number of committed orders.</summary>
    public long Committed { get; private set; }

    /// <summary>Gets the number of effects in all groups.</summary>
    public long Effects { get; private set; }

    /// <summary>Gets the number of effects that their group had already.</summary>
    public long Twice { get; private set; }

    /// <summary>Gets the time from the start of each transaction to each of its effects.</summary>
    public List<Sample> Samples { get; } = [];

    /// <summary>Counts the orders without their effect, in all groups.</summary>
    public long Lost() => _effects.Sum(group => CountWithout(_orders, group));

    /// <summary>Counts the effects without their order, in all groups.</summary>
    public long Invented() => _effects.Sum(group => CountWithout(group, _orders));

    /// <summary>Excepts the first message of the service from a group, of which it is a dead letter. An effect of it would be one too many.</summary>
    public void ExceptFirst(int group) => SetOf(_effects[group], 0).Add(0);

    /// <summary>Takes what is committed every second until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stopped)
    {
        while (!stopped.IsCancellationRequested)
        {
            await TakeAsync();
            await Task.Delay(Interval, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Takes what is committed now.</summary>
    public async Task TakeAsync()
    {
        // A batch that was taken out must be counted, so nothing cancels it.
        foreach (var (life, number) in await OrdersTable.TakeAsync(service, CancellationToken.None))
        {
            SetOf(_orders, life).Add(number);
            Committed++;
        }

        for (var group = 0; group < _effects.Length; group++)
        {
            foreach (var effect in await EffectsTable.TakeAsync(groups[group], CancellationToken.None))
                Count(_effects[group], effect);
        }
    }

    private void Count(Dictionary<int, SequenceSet> group, Effect effect)
    {
        Effects++;
        if (!SetOf(group, effect.Life).Add(effect.Number))
            Twice++;
        Samples.Add(new Sample(effect.Started, effect.Handled));
    }

    private static long CountWithout(Dictionary<int, SequenceSet> sets, Dictionary<int, SequenceSet> others) =>
        sets.Sum(set => set.Value.CountWithout(others.GetValueOrDefault(set.Key, new SequenceSet())));

    private static SequenceSet SetOf(Dictionary<int, SequenceSet> sets, int life)
    {
        if (!sets.TryGetValue(life, out var set))
            sets[life] = set = new SequenceSet();
        return set;
    }
}
