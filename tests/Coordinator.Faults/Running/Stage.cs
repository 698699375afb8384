using System.Globalization;
using Coordinator.Faults.Faults;
using Coordinator.Faults.Network;
using Coordinator.Faults.Processes;
using Coordinator.Testing;

namespace Coordinator.Faults.Running;

/// <summary>All processes of a run, and what is between them.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly RunPlan _plan;
    private readonly CancellationTokenSource _end = new();
    private readonly List<NodeProcess> _nodes = [];
    private readonly List<ParticipantHandle> _participants = [];
    private readonly List<ParticipantHandle> _relays = [];
    private readonly List<string> _notes = [];
    private Task _keeping = Task.CompletedTask;

    private Stage(RunPlan plan, Workplace workplace, Janitor janitor, INetwork network)
    {
        (_plan, Workplace, Janitor, Network) = (plan, workplace, janitor, network);
        Journal = new PostgresProcess(network, Place.Database, janitor, workplace.Make("pg"), workplace.Log("pg.log"));
        Services = new PostgresProcess(network, Place.Services, janitor, workplace.Make("pg-services"), workplace.Log("pg-services.log"));
    }

    public Workplace Workplace { get; }

    public Janitor Janitor { get; }

    public INetwork Network { get; }

    /// <summary>The coordinator's database server.</summary>
    public PostgresProcess Journal { get; }

    /// <summary>The services' database server, for those that do not use SQLite.</summary>
    public PostgresProcess Services { get; }

    public IReadOnlyList<NodeProcess> Nodes => _nodes;

    /// <summary>What is worth knowing, beside what is judged.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public NodeProcess Node(int number) => _nodes[number - 1];

    public ParticipantHandle Participant(string name) => _participants.Single(participant => participant.Name == name);

    public void Note(string note) => _notes.Add(note);

    public static async Task<Stage> CreateAsync(RunPlan plan, Workplace workplace, Janitor janitor)
    {
        var places = Enumerable.Range(1, plan.Nodes).Select(Place.Node).ToArray();
        INetwork network = plan.NeedsNamespaces
            ? await NamespaceNetwork.CreateAsync(janitor, [.. places, Place.Services, Place.Database])
            : new LoopbackNetwork();
        var stage = new Stage(plan, workplace, janitor, network);
        try
        {
            await stage.StartDatabasesAsync();
            await stage.StartNodesAsync(places);
            await stage.StartParticipantsAsync();
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>After whatever was done to it: the coordinator's database runs and answers.</summary>
    public async Task RestoreJournalAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        try
        {
            if (Journal.IsRunning)
            {
                await Journal.AnswersAsync();
                return;
            }
        }
        catch (FaultsException)
        {
            // It gave up while we were waiting.
        }

        Note("PostgreSQL gave up and was started again");
        await Journal.StartAsync();
    }

    public async Task SetClockAsync(int node, TimeSpan offset)
    {
        // A reader never sees half of it.
        var draft = $"{Node(node).ClockFile}.new";
        await File.WriteAllTextAsync(draft, string.Create(CultureInfo.InvariantCulture, $"{offset.TotalSeconds:+0;-0;+0}\n"));
        File.Move(draft, Node(node).ClockFile, overwrite: true);
    }

    /// <summary>From now on what goes to a node and comes back is so late.</summary>
    public Task DelayAsync(int node, TimeSpan by) => _relays[node - 1].TellAsync(Relay.Delay(by));

    public Task TellProducersAsync(string order) => Task.WhenAll(Producers.Select(producer => producer.TellAsync(order)));

    public Task ProducersFinishedAsync(TimeSpan within) => Task.WhenAll(Producers.Select(producer => producer.FinishedAsync(within)));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _keeping;
        foreach (var participant in _participants.Concat(_relays))
            await participant.DisposeAsync();
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        await Journal.DisposeAsync();
        await Services.DisposeAsync();
        await Network.DisposeAsync();
        _end.Dispose();
    }

    private IEnumerable<ParticipantHandle> Producers =>
        _participants.Where(participant => RunPlan.Producers.Contains(participant.Name));

    private async Task StartDatabasesAsync()
    {
        if (_plan.Kinds.Any(kind => kind.Name == "disk-full"))
            await Workplace.MountAsync(Journal.Directory, Janitor);
        await Task.WhenAll(Journal.CreateAsync(), Services.CreateAsync());
        await Journal.CreateDatabaseAsync("coordinator");
        await Services.CreateDatabaseAsync("services");
    }

    private async Task StartNodesAsync(IReadOnlyList<Place> places)
    {
        var assembly = _plan.Coordinator ?? Path.Combine(AppContext.BaseDirectory, "Coordinator.dll");
        var needsRelays = _plan.Kinds.Any(kind => kind.Name == "delay");
        var needsClocks = _plan.Kinds.Any(kind => kind.Name == "clock");
        var settings = new NodeSettings(
            assembly, Journal.NetworkString("coordinator"), places, needsRelays, needsClocks ? FaultCatalog.FakeTime : null);
        await Shell.RunAsync(
            Coordinator.Testing.TestProcess.DotNet, assembly, "schema", "apply", "--postgres", Journal.SocketString("coordinator"));
        if (_plan.Bugs.HasFlag(SeededBugs.NoUniqueKey))
            await DropUniqueKeyAsync();
        foreach (var place in places)
            _nodes.Add(new NodeProcess(settings, place.Number, Network, Janitor, Workplace.Make(place.Name)));
        if (needsClocks)
            await Task.WhenAll(places.Select(place => SetClockAsync(place.Number, TimeSpan.Zero)));
        if (needsRelays)
            await StartRelaysAsync(places);
        await Task.WhenAll(_nodes.Select(node => node.StartAsync()));
        _keeping = Task.WhenAll(_nodes.Select(node => node.KeepAsync(_end.Token)));
    }

    private Task StartRelaysAsync(IEnumerable<Place> places)
    {
        foreach (var place in places)
        {
            string[] command =
            [
                "relay",
                NodeSettings.Address(Network, place, NodeSettings.RemotingPort),
                string.Create(CultureInfo.InvariantCulture, $"{Network.HiddenAddressOf(place)}:{NodeSettings.RemotingPort}"),
            ];
            _relays.Add(new ParticipantHandle($"relay-{place.Name}", place, _ => command, Network, Janitor, Workplace.Logs));
        }

        return Task.WhenAll(_relays.Select(relay => relay.StartAsync()));
    }

    // A bug on purpose: whatever guards the sequence numbers of an entity is gone, and reads stay as quick as they were.
    private Task DropUniqueKeyAsync() => Journal.ExecuteAsync(
        "coordinator",
        """
        DO $$ DECLARE key record; BEGIN
          FOR key IN SELECT conname FROM pg_constraint WHERE conrelid = 'journal'::regclass AND contype IN ('p', 'u')
            AND pg_get_constraintdef(oid) LIKE '%sequence_number%' LOOP
            EXECUTE format('ALTER TABLE journal DROP CONSTRAINT %I', key.conname);
          END LOOP;
          FOR key IN SELECT indexrelid::regclass AS name FROM pg_index WHERE indrelid = 'journal'::regclass AND indisunique
            AND pg_get_indexdef(indexrelid) LIKE '%sequence_number%' LOOP
            EXECUTE format('DROP INDEX %s', key.name);
          END LOOP;
        END $$;
        CREATE INDEX journal_without_guard ON journal (persistence_id, sequence_number)
        """);

    private async Task StartParticipantsAsync()
    {
        var cast = new Cast(_plan, Workplace, Network, Services.SocketString("services"));
        foreach (var (name, command) in cast.All)
            _participants.Add(new ParticipantHandle(name, Place.Services, command, Network, Janitor, Workplace.Logs));
        // Consumers first, and all of them, so that every group is there before the first message.
        await Task.WhenAll(_participants.Where(one => RunPlan.Consumers.Contains(one.Name)).Select(one => one.StartAsync()));
        await Task.WhenAll(_participants.Where(one => !RunPlan.Consumers.Contains(one.Name)).Select(one => one.StartAsync()));
    }
}
