using System.Data.Common;
using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Histories;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;

namespace Coordinator.EndToEnd.Tests.Participants;

/// <summary>Services that send and consume while the coordinator fails, and write a history.</summary>
internal sealed class Load : IAsyncDisposable
{
    private const int Producers = 2;
    private const int SendersPerProducer = 6;
    private static readonly string[] Groups = ["shipping", "points"];
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Participant> _participants = [];
    private readonly List<Task> _senders = [];
    private readonly TestCoordinator _coordinator;
    private readonly SqliteDatabase _orders;
    private readonly string _histories;
    private readonly HistoryWriter _history;
    private int _confirmed;
    private int _faults;

    private Load(TestCoordinator coordinator)
    {
        (_coordinator, _orders) = (coordinator, coordinator.Database("orders"));
        _histories = coordinator.HistoryDirectory("histories");
        _history = new HistoryWriter(HistoryFormat.FileOf(_histories, "load"));
    }

    public static async Task<Load> StartAsync(TestCoordinator coordinator, int seed)
    {
        var load = new Load(coordinator);
        // Use two members for each group: messages of one whose connection breaks may go to the other.
        foreach (var group in Groups.Concat(Groups))
            load._participants.Add(await load.ConsumerAsync(group));
        for (var number = 0; number < Producers; number++)
        {
            var producer = await coordinator.ProducerAsync();
            load._participants.Add(producer);
            for (var sender = 0; sender < SendersPerProducer; sender++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"p{number}-s{sender}");
                load._senders.Add(load.SendAsync(producer, name, new Random(seed + (100 * number) + sender)));
            }
        }

        return load;
    }

    /// <summary>Waits until this many more transactions are confirmed.</summary>
    public Task WorkAsync(int transactions)
    {
        var enough = Volatile.Read(ref _confirmed) + transactions;
        return Eventually.TrueAsync(() => Volatile.Read(ref _confirmed) >= enough, "services work on", Timeout);
    }

    /// <summary>Records a fault, which explains repeated deliveries.</summary>
    public async Task DuringFaultAsync(string kind, Func<Task> faultAsync)
    {
        var number = Interlocked.Increment(ref _faults);
        _history.Write(new Struck(number, kind, "coordinator"));
        await faultAsync();
        _history.Write(new Healed(number));
    }

    /// <summary>Stops the producers; returns the history when nothing is open or missing, or when time is up.</summary>
    public async Task<RunHistory> SettledAsync()
    {
        await StopSendingAsync();
        var history = History();
        await Eventually.ElapsedAsync(
            () => !HistoryChecker.Check(history = History()).Any(violation => violation.MayPass), Timeout, CancellationToken.None);
        return history;
    }

    public async ValueTask DisposeAsync()
    {
        await StopSendingAsync();
        foreach (var participant in _participants)
            await participant.DisposeAsync();
        _history.Dispose();
        _stop.Dispose();
    }

    private async Task StopSendingAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_senders);
    }

    // Add the decisions of the coordinator's journal, as if a participant had queried them.
    private RunHistory History() => new(
        [
            .. HistoryFormat.ReadAll(_histories),
            .. _coordinator.ReadDecisions().Select(decision => new Told(decision.Key.Value, decision.Value, "journal")),
        ],
        _orders.ReadOutcomes().ToDictionary(outcome => outcome.Key.Value, outcome => outcome.Value),
        Effects: null,
        Groups);

    private async Task<Participant> ConsumerAsync(string group)
    {
        _history.Write(new Joined(group));
        return await Participant.StartAsync(_coordinator.ContactPoint, null, participant => participant.AddConsumer(
            group,
            LoadMessages.Topic,
            (message, _) =>
            {
                _history.Write(LoadMessages.Arrived(message));
                return Task.CompletedTask;
            },
            consumer => consumer.StartFrom = StartPosition.FromBeginning));
    }

    private async Task SendAsync(Participant producer, string name, Random random)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        for (var number = 0; !_stop.IsCancellationRequested; number++)
        {
            var id = new TransactionId(string.Create(CultureInfo.InvariantCulture, $"{name}.{number}"));
            var outcome = random.Next(5) == 0 ? LocalOutcome.RollBack : LocalOutcome.Commit;
            await SendAsync(producer, id, outcome, random);
        }
    }

    private async Task SendAsync(Participant producer, TransactionId id, LocalOutcome outcome, Random random)
    {
        var messages = LoadMessages.Of(id, random);
        _history.Write(LoadMessages.Begun(id, outcome, messages));
        try
        {
            var sent = await producer.Producer.SendAsync(
                messages,
                (DbTransaction _, CancellationToken _) =>
                {
                    _history.Write(new Prepared(id.Value));
                    if (outcome == LocalOutcome.Commit)
                        _history.Write(new Committing(id.Value));
                    return Task.FromResult(outcome);
                },
                new SendOptions { Id = id });
            if (!sent.Confirmed)
                return;
            _history.Write(new Told(id.Value, sent.Outcome == LocalOutcome.Commit ? Verdict.Committed : Verdict.RolledBack, "send"));
            _history.Write(new Ended(id.Value, Result.Confirmed));
            Interlocked.Increment(ref _confirmed);
        }
        catch (Exception doubtful) when (IsExpected(doubtful))
        {
            // The databases record the outcome, and the checker compares them.
        }
    }

    private static bool IsExpected(Exception failure) => failure
        is CoordinatorUnavailableException
        or TransactionFencedException
        or TransactionRefusedException
        or LocalOutcomeUnknownException
        or Microsoft.Data.Sqlite.SqliteException;
}
