using Coordinator.Contracts;
using Coordinator.Participants.Fence;

namespace Coordinator.Testing.Conformance;

/// <summary>One promise of an outcome store, and the test of it.</summary>
public sealed class ConformanceCheck
{
    private readonly Func<StoreUnderTest, Task> _run;

    internal ConformanceCheck(string name, bool needsKeys, Func<StoreUnderTest, Task> run) => (Name, NeedsKeys, _run) = (name, needsKeys, run);

    /// <summary>Name of the check, as a sentence in the manner of a test method.</summary>
    public string Name { get; }

    /// <summary>True when the store must be an <see cref="IKeyedOutcomeStore" />.</summary>
    public bool NeedsKeys { get; }

    /// <summary>Runs the check. It uses new ids and keys, so a database serves any number of checks.</summary>
    /// <param name="store">The store. Its tables must exist.</param>
    /// <param name="group">Producer group that the store was made for.</param>
    /// <param name="ct">Ends the check.</param>
    /// <exception cref="ConformanceException">The store breaks its promise. The message says what was expected, what came, and why it matters.</exception>
    /// <exception cref="ArgumentException">The check needs keys, and the store has none.</exception>
    public async Task RunAsync(IOutcomeStore store, ProducerGroup group, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (NeedsKeys && store is not IKeyedOutcomeStore)
            throw new ArgumentException($"The check '{Name}' needs an {nameof(IKeyedOutcomeStore)}, but the store is a {store.GetType().Name}.", nameof(store));
        try
        {
            await _run(new StoreUnderTest(store, group, ct));
        }
        catch (Exception broken) when (broken is not (ConformanceException or OperationCanceledException))
        {
            throw new ConformanceException($"{Name}: the store threw {broken.GetType().Name}: {broken.Message}", broken);
        }
    }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;
}
