using System.Collections.Concurrent;
using Coordinator.Fuzz.Layers;
using Coordinator.Fuzz.Scripts;

namespace Coordinator.Fuzz.Running;

/// <summary>Scripts of a plan in their order, and those that are run now.</summary>
internal sealed class ScriptQueue(FuzzPlan plan)
{
    private readonly ConcurrentDictionary<long, byte> _running = new();
    private long _next = plan.From - 1;

    /// <summary>Scripts that were taken.</summary>
    public long Taken => Math.Min(Volatile.Read(ref _next) - plan.From + 1, plan.Count);

    /// <summary>First and last iteration of those that are run now.</summary>
    public (long First, long Last) Running
    {
        get
        {
            var running = _running.Keys.Order().ToList();
            return running.Count == 0 ? (plan.From, Volatile.Read(ref _next)) : (running[0], running[^1]);
        }
    }

    /// <summary>Takes the next script; null after the last.</summary>
    public Script? Take()
    {
        var iteration = Interlocked.Increment(ref _next);
        if (iteration - plan.From >= plan.Count)
            return null;
        _running.TryAdd(iteration, 0);
        return LayerCatalog.ScriptOf(plan.Seed, iteration, plan.Layers);
    }

    public void Finish(Script script) => _running.TryRemove(script.Iteration, out _);
}
