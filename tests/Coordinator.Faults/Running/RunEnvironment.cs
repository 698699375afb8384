using System.Globalization;
using Coordinator.Faults.Faults;
using Coordinator.Faults.Network;
using Coordinator.Faults.Participants;
using Coordinator.Faults.Processes;
using Coordinator.Faults.Reporting;
using Coordinator.Harness.Histories;
using Coordinator.Harness.Processes;

namespace Coordinator.Faults.Running;

/// <summary>Network and processes of a run.</summary>
internal sealed class RunEnvironment : IAsyncDisposable
{
    private readonly RunPlan _plan;
    private readonly CancellationTokenSource _end = new();
    private readonly List<SupervisedNode> _nodes = [];
    private readonly List<ParticipantHandle> _participants = [];
    private readonly List<ParticipantHandle> _relays = [];
    private readonly List<string> _notes = [];
    private readonly List<ClosedIngress> _ingress = [];
    private readonly HistoryWriter _history;
    private Task _supervision = Task.CompletedTask;

    private RunEnvironment(RunPlan plan, WorkDirectory directory, ProcessCleanup cleanup, INetwork network, RunDatabases databases)
    {
        (_plan, Directory, Cleanup, Network, Databases) = (plan, directory, cleanup, network, databases);
        _history = new HistoryWriter(HistoryFormat.FileOf(directory.Histories, "nodes"));
    }

    public WorkDirectory Directory { get; }

    public ProcessCleanup Cleanup { get; }

    public INetwork Network { get; }

    public RunDatabases Databases { get; }

    public IReadOnlyList<SupervisedNode> Nodes => _nodes;

    /// <summary>Events for the report that break no promise.</summary>
    public IReadOnlyList<string> Notes => _notes;

    private IEnumerable<ParticipantHandle> Producers =>
        _participants.Where(participant => ((string[])[.. RunPlan.Producers, .. RunPlan.StoringProducers, CallerProcess.Name]).Contains(participant.Name));

    public SupervisedNode Node(int number) => _nodes[number - 1];

    public ParticipantHandle Participant(string name) => _participants.Single(participant => participant.Name == name);

    /// <summary>Counts the ways in which somebody connected to participants, or could have.</summary>
    public async Task<IngressFigures> IngressAsync() => new(
        _ingress.Count == 0 ? null : (await Task.WhenAll(_ingress.Select(place => place.AttemptsAsync()))).Sum(),
        _participants.Sum(participant => participant.CountListeners()));

    public void Note(string note) => _notes.Add(note);

    public static async Task<RunEnvironment> CreateAsync(RunPlan plan, WorkDirectory directory, ProcessCleanup cleanup)
    {
        var places = Enumerable.Range(1, plan.Nodes).Select(Place.Node).ToArray();
        INetwork network = plan.NeedsNamespaces && NamespaceSupport.Absence is null
            ? await NamespaceNetwork.CreateAsync(cleanup, [.. places, .. Place.Participants, Place.Database])
            : new LoopbackNetwork();
        var databases = await RunDatabases.StartAsync(plan, directory, network, cleanup);
        var run = new RunEnvironment(plan, directory, cleanup, network, databases);
        try
        {
            foreach (var place in plan.Closed && network.CanCut ? Place.Participants : [])
                run._ingress.Add(await ClosedIngress.CreateAsync(network, place, places[0]));
            await run.StartNodesAsync(places);
            await run.StartParticipantsAsync();
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the coordinator's database replies, and restarts it when it has stopped by itself.</summary>
    public async Task RestoreJournalAsync()
    {
        if (!await Databases.RestoreJournalAsync())
            Note("PostgreSQL stopped by itself and was restarted");
    }

    public async Task SetClockAsync(int node, TimeSpan offset)
    {
        // Replace the file as a whole, so that a reader never sees half of it.
        var draft = $"{Node(node).ClockFile}.new";
        await File.WriteAllTextAsync(draft, string.Create(CultureInfo.InvariantCulture, $"{offset.TotalSeconds:+0;-0;+0}\n"));
        File.Move(draft, Node(node).ClockFile, overwrite: true);
    }

    /// <summary>Delays the traffic of a node, in both directions.</summary>
    public Task DelayAsync(int node, TimeSpan by) => Task.WhenAll(
        _relays.Where(relay => relay.Name.StartsWith($"relay-{Place.Node(node).Name}-", StringComparison.Ordinal)).Select(relay => relay.TellAsync(Relay.Delay(by))));

    public Task TellProducersAsync(string order) => Task.WhenAll(Producers.Select(producer => producer.TellAsync(order)));

    public Task ProducersFinishedAsync(TimeSpan within) => Task.WhenAll(Producers.Select(producer => producer.FinishedAsync(within)));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _supervision;
        foreach (var participant in _participants.Concat(_relays))
            await participant.DisposeAsync();
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        await Databases.DisposeAsync();
        await Network.DisposeAsync();
        _end.Dispose();
        _history.Dispose();
    }

    private async Task StartNodesAsync(IReadOnlyList<Place> places)
    {
        var assembly = _plan.Coordinator ?? Path.Combine(AppContext.BaseDirectory, "Coordinator.dll");
        var needsRelays = _plan.Kinds.Any(kind => kind.Name == "delay");
        var needsClocks = _plan.Kinds.Any(kind => kind.Name == "clock");
        var settings = new NodeSettings(
            assembly, Databases.JournalOverNetwork, places, needsRelays, _plan.Retention, needsClocks ? FaultCatalog.FakeTime : null);
        await CoordinatorProcess.ApplySchemaAsync(Databases.JournalBySocket, assembly);
        if (_plan.Bugs.HasFlag(SeededBugs.NoUniqueKey))
            await Databases.DropUniqueKeyAsync();
        foreach (var place in places)
            _nodes.Add(new SupervisedNode(settings, place.Number, Network, Cleanup, Directory.Make(place.Name), _history.Write));
        if (needsClocks)
            await Task.WhenAll(places.Select(place => SetClockAsync(place.Number, TimeSpan.Zero)));
        if (needsRelays)
            await StartRelaysAsync(places);
        await Task.WhenAll(_nodes.Select(node => node.StartAsync()));
        _supervision = Task.WhenAll(_nodes.Select(node => node.SuperviseAsync(_end.Token)));
    }

    private Task StartRelaysAsync(IEnumerable<Place> places)
    {
        foreach (var place in places)
        {
            foreach (var port in (int[])[NodeSettings.RemotingPort, NodeSettings.NodePort])
            {
                string[] command =
                [
                    "relay",
                    NodeSettings.Address(Network, place, port),
                    string.Create(CultureInfo.InvariantCulture, $"{Network.HiddenAddressOf(place)}:{port}"),
                ];
                var name = string.Create(CultureInfo.InvariantCulture, $"relay-{place.Name}-{port}");
                _relays.Add(new ParticipantHandle(name, place, _ => command, Network, Cleanup, Directory.Logs));
            }
        }

        return Task.WhenAll(_relays.Select(relay => relay.StartAsync()));
    }

    private async Task StartParticipantsAsync()
    {
        var participants = new RunParticipants(_plan, Directory, Network, Databases);
        foreach (var (name, command) in participants.All)
            _participants.Add(new ParticipantHandle(name, RunParticipants.PlaceOf(name), command, Network, Cleanup, Directory.Logs));
        // Start all consumers first, so that every group exists before the first message.
        await Task.WhenAll(_participants.Where(one => RunPlan.Consumers.Contains(one.Name)).Select(one => one.StartAsync()));
        await Task.WhenAll(_participants.Where(one => !RunPlan.Consumers.Contains(one.Name)).Select(one => one.StartAsync()));
        // A message ends the process of its consumer now and then. Producers never end by themselves.
        _supervision = Task.WhenAll(
            _participants.Where(one => RunPlan.Consumers.Contains(one.Name)).Select(one => one.SuperviseAsync(_end.Token)).Append(_supervision));
    }
}
