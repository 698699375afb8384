using Coordinator.Harness.Attacks.Targets;

namespace Coordinator.Fuzz.Running;

/// <summary>Watches the innocent participant: that none of its calls fails, and how long they take.</summary>
internal sealed class InnocentWatch
{
    private const int CallsBefore = 300;

    private readonly Innocent _innocent;
    private readonly List<TimeSpan> _calls = [];

    private InnocentWatch(Innocent innocent, TimeSpan before) => (_innocent, Before) = (innocent, before);

    /// <summary>Delay of 99 % of the calls before the first script.</summary>
    public TimeSpan Before { get; }

    /// <summary>Delay of 99 % of the calls since then.</summary>
    public TimeSpan During => _calls.Count == 0 ? TimeSpan.Zero : Innocent.Percentile99(_calls);

    public TimeSpan Longest => _calls.Count == 0 ? TimeSpan.Zero : _calls.Max();

    public int Calls => _calls.Count;

    public static async Task<InnocentWatch> StartAsync(Innocent innocent)
    {
        innocent.Take();
        return new InnocentWatch(innocent, Innocent.Percentile99(await innocent.CallsAsync(CallsBefore)));
    }

    /// <exception cref="BrokenPromiseException">A call has failed.</exception>
    public void Look()
    {
        var (calls, errors) = _innocent.Take();
        _calls.AddRange(calls);
        if (errors.Count > 0)
            throw new BrokenPromiseException($"{errors.Count} calls of the innocent participant failed, the first with: {errors[0].Message}");
    }

    /// <exception cref="BrokenPromiseException">The calls took too long.</exception>
    public void RequireFast()
    {
        var bound = TimeSpan.FromTicks(Math.Max(Bounds.Delay.Ticks, Bounds.SlowerThanBefore * Before.Ticks));
        if (_calls.Count == 0)
            throw new BrokenPromiseException("no call of the innocent participant was answered.");
        if (During > bound)
            throw new BrokenPromiseException($"99 % of the innocent participant's calls took up to {During}, and {Before} before.");
    }
}
