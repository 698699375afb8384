using System.Collections.Concurrent;
using System.Globalization;

namespace Coordinator.Testing.Clock;

/// <summary>Clock of a test coordinator and its participants: the time of the machine, and what the test has advanced.</summary>
internal sealed class TestClock : TimeProvider, IDisposable
{
    /// <summary>Akka setting that names the clock of an actor system.</summary>
    public const string Setting = "coordinator-testing.clock";

    // A scheduler is made by its name, so it finds its clock by a text.
    private static readonly ConcurrentDictionary<string, TestClock> Clocks = new(StringComparer.Ordinal);
    private static long _count;

    private readonly long _began = System.GetTimestamp();
    private long _aheadTicks;

    public TestClock()
    {
        Id = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
        Clocks[Id] = this;
    }

    public string Id { get; }

    /// <summary>Raised after the test has advanced the clock.</summary>
    public event Action? Advanced;

    /// <summary>Time since the clock was made, which only grows.</summary>
    public TimeSpan Elapsed => System.GetElapsedTime(_began) + Ahead;

    private TimeSpan Ahead => new(Interlocked.Read(ref _aheadTicks));

    /// <summary>Akka settings of an actor system that goes by this clock.</summary>
    public string Hocon => $$"""
        akka.scheduler.implementation = "{{typeof(AdvancingScheduler).FullName}}, {{typeof(AdvancingScheduler).Assembly.GetName().Name}}"
        {{Setting}} = "{{Id}}"

        """;

    public static TestClock Of(string id) => Clocks[id];

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;

    public void Advance(TimeSpan time)
    {
        Interlocked.Add(ref _aheadTicks, time.Ticks);
        Advanced?.Invoke();
    }

    public void Dispose() => Clocks.TryRemove(Id, out _);
}
