using Coordinator.Contracts;
using Coordinator.Participants.Common;
using Coordinator.Participants.Consuming;
using Coordinator.Testing.Captured;
using Coordinator.Testing.Clock;
using Coordinator.Testing.Crashes;
using Coordinator.Testing.Node;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Testing;

/// <summary>
/// The real coordinator in the process of a test: one node with its own temporary database, on a free port of loopback. Services connect to it with
/// the real library, see <see cref="TestCoordinatorServices.UseTestCoordinator" />. Safe for concurrent use.
/// </summary>
public sealed class TestCoordinator : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    private readonly TestCoordinatorOptions _options;
    private readonly TestNode _node;
    private readonly NodeView _view;

    private TestCoordinator(TestCoordinatorOptions options, TestNode node, CrashControl crashes)
    {
        (_options, _node, Crashes) = (options, node, crashes);
        _view = new NodeView(node);
    }

    /// <summary>Address for participants, as <c>host:port</c>.</summary>
    public string ContactPoint => _node.ContactPoint;

    /// <summary>Clock of the coordinator: the time of the machine, and what <see cref="AdvanceAsync" /> has added.</summary>
    public TimeProvider Time => Crashes.Clock;

    internal CrashControl Crashes { get; }

    /// <summary>Starts a coordinator. Returns when it serves participants.</summary>
    /// <param name="options">Options; <c>null</c> for the defaults.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="ArgumentException">An option is out of its range. The exception names the option of the server, its value and its range.</exception>
    public static async Task<TestCoordinator> StartAsync(TestCoordinatorOptions? options = null, CancellationToken ct = default)
    {
        options ??= new TestCoordinatorOptions();
        var settings = options.ToCoordinatorOptions();
        var crashes = new CrashControl(new TestClock());
        try
        {
            return new TestCoordinator(options, await TestNode.StartAsync(settings, crashes.Clock.Hocon, ct), crashes);
        }
        catch
        {
            crashes.Clock.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Runs a scenario once without a crash, and then once for each crash point, at which a service dies. The services are started again on their
    /// databases. When the coordinator is quiet, the scenario verifies its invariant. Each run has a scenario and a coordinator of its own.
    /// </summary>
    /// <param name="scenario">Makes the scenario of a run.</param>
    /// <param name="options">Options of the coordinators; <c>null</c> for the defaults.</param>
    /// <param name="points">Crash points to run; <c>null</c> for all that the library defines.</param>
    /// <param name="ct">Ends the runs.</param>
    /// <returns>The runs. Print it: it says how many points are defined, were reached and were survived.</returns>
    /// <exception cref="CrashRunsFailedException">The invariant does not hold after a crash. The exception names every such point.</exception>
    /// <exception cref="InvalidOperationException">The scenario fails even without a crash.</exception>
    public static Task<CrashReport> EveryCrashPointAsync(
        Func<CrashScenario> scenario,
        TestCoordinatorOptions? options = null,
        IReadOnlyList<CrashPoint>? points = null,
        CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return new CrashRuns(scenario, options ?? new TestCoordinatorOptions()).RunAsync(points ?? CrashPoint.All, ct);
    }

    /// <summary>Points the options of a participant at this coordinator, with short waits and no credentials.</summary>
    /// <remarks>
    /// <see cref="TestCoordinatorServices.UseTestCoordinator" /> does this, and also what virtual time and crash points need. Without it neither works.
    /// </remarks>
    public void Configure(CoordinatorParticipantOptions participant)
    {
        ArgumentNullException.ThrowIfNull(participant);
        participant.ContactPoints = [ContactPoint];
        (participant.Credentials, participant.CredentialsFile, participant.Tls) = (null, null, null);
        (participant.ReconnectMinBackoff, participant.ReconnectMaxBackoff) = (TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200));
    }

    /// <summary>
    /// Waits until every consumer of the hosts that have started is known to the coordinator. A group that is new to its topic begins with the
    /// messages that are committed afterwards, so wait before the first send.
    /// </summary>
    /// <exception cref="TimeoutException">A consumer did not subscribe within 30 seconds. The exception names it.</exception>
    public async Task WaitUntilConnectedAsync(CancellationToken ct = default)
    {
        var began = TimeProvider.System.GetTimestamp();
        foreach (var subscription in Crashes.Alive.SelectMany(hook => hook.Services.GetServices<Subscription>()))
        {
            while (!await _view.HasConsumersAsync(subscription.Topic, subscription.Group, ct))
            {
                if (TimeProvider.System.GetElapsedTime(began) > ConnectTimeout)
                    throw new TimeoutException($"Group {subscription.Group} has not subscribed to {subscription.Topic} within {ConnectTimeout}. Is its host started?");
                await Task.Delay(Look, ct);
            }
        }
    }

    /// <summary>
    /// Waits until no transaction is open, and no message is undelivered, in hand or waiting for a retry. Messages with a delay that is not over and
    /// dead letters do not count.
    /// </summary>
    /// <param name="timeout">Longest wait; <c>null</c> for <see cref="TestCoordinatorOptions.QuietTimeout" />.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="TimeoutException">Something is still under way. The exception names transactions, groups and counts.</exception>
    public Task WaitUntilQuietAsync(TimeSpan? timeout = null, CancellationToken ct = default) =>
        QuietWait.RunAsync(_view, timeout ?? _options.QuietTimeout, ct);

    /// <summary>
    /// Advances the clock of the coordinator and of its participants: delays, retries, checks, leases and retention are due as if that time had
    /// passed. Call it while nothing is in hand.
    /// </summary>
    /// <remarks>
    /// The clocks of databases and the <see cref="TimeProvider" /> of your own code do not change. The clock goes in steps of 15 seconds to 4
    /// minutes, so what is due in one step is due at once, in its order. An hour takes about a second, and a day about four.
    /// </remarks>
    /// <param name="time">Time to advance, zero or more.</param>
    /// <param name="ct">Ends it between two steps.</param>
    public Task AdvanceAsync(TimeSpan time, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return Advance.RunAsync(Crashes.Clock, time, () => [_node.System, .. Crashes.Systems], ct);
    }

    /// <summary>Reads the committed messages, in the order of their commits. One with a delay is among them from when it is due.</summary>
    /// <param name="topic">Name of a topic; <c>null</c> for all.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<IReadOnlyList<CapturedMessage>> MessagesAsync(string? topic = null, CancellationToken ct = default) =>
        _view.MessagesAsync(topic is null ? null : new Topic(topic), ct);

    /// <summary>Reads all transactions with their timelines, in the order of their prepares.</summary>
    public Task<IReadOnlyList<CapturedTransaction>> TransactionsAsync(CancellationToken ct = default) => _view.TransactionsAsync(ct);

    /// <summary>Reads the dead letters of all groups.</summary>
    public Task<IReadOnlyList<CapturedDeadLetter>> DeadLettersAsync(CancellationToken ct = default) => _view.DeadLettersAsync(ct);

    /// <summary>
    /// Lets the next service die that comes to a moment. Its connection is cut, nothing more is sent, its open transactions are rolled back, and the
    /// call in which it happens throws a <see cref="SimulatedCrashException" />. Its host can only be stopped then: start a new one.
    /// </summary>
    /// <param name="point">The moment. It replaces one that no service has come to.</param>
    public void CrashNext(CrashPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        Crashes.Arm(point);
    }

    /// <summary>Waits until a service has died at the moment of <see cref="CrashNext" />.</summary>
    /// <exception cref="TimeoutException">No service came to it in time.</exception>
    public Task<CrashPoint> WaitForCrashAsync(TimeSpan? timeout = null, CancellationToken ct = default) =>
        Crashes.Crashed.WaitAsync(timeout ?? _options.QuietTimeout, ct);

    /// <summary>Ends the coordinator, and deletes its database. Services that still run are cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        Crashes.CutAll();
        await _node.DisposeAsync();
        Crashes.Clock.Dispose();
    }
}
