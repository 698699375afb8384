using System.Collections.Concurrent;
using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.EndToEnd.Tests.History;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Producing;

namespace Coordinator.EndToEnd.Tests.Participants;

/// <summary>Services that keep sending and consuming, whatever happens to the coordinator, and remember all of it.</summary>
internal sealed class Load : IAsyncDisposable
{
    private const string Topic = "load.orders";
    private const int SendersPerProducer = 6;
    private const int Keys = 12;
    private static readonly string[] Groups = ["shipping", "points"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly ConcurrentQueue<Attempt> _attempts = new();
    private readonly ArrivalLog _arrivals = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Participant> _participants = [];
    private readonly List<Task> _senders = [];
    private readonly CoordinatorProcess _coordinator;
    private readonly SqliteDatabase _orders;
    private int _confirmed;

    private Load(CoordinatorProcess coordinator) => (_coordinator, _orders) = (coordinator, coordinator.Database("orders"));

    public static async Task<Load> StartAsync(CoordinatorProcess coordinator, int seed)
    {
        var load = new Load(coordinator);
        foreach (var group in Groups)
        {
            // Two members of each: what one has when its connection goes may come to the other.
            load._participants.Add(await coordinator.ConsumerAsync(group, load._arrivals, Topic));
            load._participants.Add(await coordinator.ConsumerAsync(group, load._arrivals, Topic));
        }

        for (var number = 0; number < 2; number++)
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

    /// <summary>Until so many more transactions have come to their end.</summary>
    public Task WorkAsync(int transactions)
    {
        var enough = Volatile.Read(ref _confirmed) + transactions;
        return Eventually.TrueAsync(() => Volatile.Read(ref _confirmed) >= enough, "services work on", Patience);
    }

    private async Task StopSendingAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_senders);
    }

    /// <summary>What happened so far.</summary>
    private RunHistory History() => new(
        [.. _attempts],
        _orders.ReadOutcomes(),
        _coordinator.ReadDecisions(),
        [.. Groups.Select(group => new ConsumerGroup(group))],
        _arrivals.All);

    /// <summary>The history once nothing is open, or when the patience ends: the checker tells what is wrong.</summary>
    public async Task<RunHistory> SettledAsync()
    {
        await StopSendingAsync();
        var began = TimeProvider.System.GetTimestamp();
        var history = History();
        while (HistoryChecker.Check(history).Count > 0 && TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250));
            history = History();
        }

        return history;
    }

    public async ValueTask DisposeAsync()
    {
        await StopSendingAsync();
        foreach (var participant in _participants)
            await participant.DisposeAsync();
        _stop.Dispose();
    }

    private async Task SendAsync(Participant producer, string name, Random random)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        for (var number = 0; !_stop.IsCancellationRequested; number++)
        {
            var id = new TransactionId(string.Create(CultureInfo.InvariantCulture, $"{name}.{number}"));
            var messages = Messages(id, random);
            _attempts.Enqueue(new Attempt(id, messages));
            try
            {
                var outcome = random.Next(5) == 0 ? LocalOutcome.RollBack : LocalOutcome.Commit;
                var sent = await producer.SendAsync(id, outcome, messages);
                if (sent.Confirmed)
                    Interlocked.Increment(ref _confirmed);
            }
            catch (Exception doubtful) when (IsExpected(doubtful))
            {
                // Whatever became of it, the databases know, and the checker compares them.
            }
        }
    }

    private static bool IsExpected(Exception failure) => failure
        is CoordinatorUnavailableException
        or TransactionFencedException
        or TransactionRefusedException
        or LocalOutcomeUnknownException
        or Microsoft.Data.Sqlite.SqliteException;

    private static Message[] Messages(TransactionId id, Random random) =>
    [
        .. Enumerable.Range(0, random.Next(1, 4)).Select(index => new Message
        {
            Topic = new Topic(Topic),
            OrderingKey = string.Create(CultureInfo.InvariantCulture, $"customer-{random.Next(Keys)}"),
            Body = System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}/{index}")),
        }),
    ];
}
