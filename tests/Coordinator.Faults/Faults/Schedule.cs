using System.Globalization;

namespace Coordinator.Faults.Faults;

/// <summary>Schedules faults from a seed and the kinds. The same input always gives the same schedule.</summary>
internal static class Schedule
{
    private const double LeastGap = 4;
    private const double MostGap = 10;

    // A rolling restart has no planned length: it ends when all nodes have restarted.
    private const double OfItself = 20;

    /// <summary>Plans faults such that every kind occurs once before any kind repeats.</summary>
    public static IReadOnlyList<PlannedFault> Of(
        int seed, IReadOnlyList<FaultKind> kinds, TimeSpan length, FaultTargets around)
    {
        var random = new Random(seed);
        var planned = new List<PlannedFault>();
        for (var (at, bag) = (0.0, new List<FaultKind>()); kinds.Count > 0;)
        {
            if (bag.Count == 0)
                bag.AddRange(kinds);
            var kind = bag[random.Next(bag.Count)];
            bag.Remove(kind);
            at += LeastGap + (random.NextDouble() * (MostGap - LeastGap));
            var hold = kind.Hold.Least + (random.NextDouble() * (kind.Hold.Most - kind.Hold.Least));
            var fault = kind.Draw(random, around);
            if (at > length.TotalSeconds)
                break;
            planned.Add(new PlannedFault(planned.Count + 1, kind, fault, TimeSpan.FromSeconds(at), TimeSpan.FromSeconds(hold)));
            at += kind.Hold.Most == 0 ? OfItself : hold;
        }

        return planned;
    }
}

/// <summary>Planned fault.</summary>
/// <param name="At">Time from the beginning of the load. It is later if the fault before took longer to heal.</param>
internal sealed record PlannedFault(int Number, FaultKind Kind, IFault Fault, TimeSpan At, TimeSpan Hold)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Number,3}  {At.TotalSeconds,6:0.0} s  {Kind.Name,-16} {Fault.Target}, for {Hold.TotalSeconds:0.0} s");
}
