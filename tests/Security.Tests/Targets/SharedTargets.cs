using System.Collections.Concurrent;
using Coordinator.Harness.Attacks.Targets;
using Coordinator.Harness.Postgres;
using Coordinator.Testing;

namespace Coordinator.Security.Tests.Targets;

/// <summary>Coordinators that are attacked, started when the first test needs them and shared by all.</summary>
public class SharedTargets : IAsyncLifetime
{
    public const string Collection = "targets";

    private readonly ConcurrentDictionary<Setup, Lazy<Task<Target>>> _targets = new();

    private static readonly bool All = Environment.GetEnvironmentVariable("COORDINATOR_SETUPS") == "all";

    /// <summary>
    /// Setups that this machine can start. Two of the four have one and three nodes, and TLS and none; <c>COORDINATOR_SETUPS=all</c> takes the
    /// other two as well.
    /// </summary>
    public static TheoryData<Setup> Setups => (PostgresServer.ReasonToSkip, All) switch
    {
        (null, true) => [Setup.OneNode, Setup.OneNodeTls, Setup.ThreeNodes, Setup.ThreeNodesTls],
        (null, false) => [Setup.OneNode, Setup.ThreeNodesTls],
        _ => [Setup.OneNode, Setup.OneNodeTls],
    };

    private protected virtual TargetSettings Settings => TargetSettings.Default;

    internal Task<Target> GetAsync(Setup setup) =>
        _targets.GetOrAdd(setup, wanted => new Lazy<Task<Target>>(() => Target.StartAsync(wanted, Settings))).Value;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var target in _targets.Values)
            await (await target.Value).DisposeAsync();
    }
}
