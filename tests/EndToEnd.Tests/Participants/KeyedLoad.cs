using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Common;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Fence;

namespace Coordinator.EndToEnd.Tests.Participants;

/// <summary>
/// Services of a cluster that send and consume without a pause: each ordering key has a sender, which sends one message after the other. A
/// producer and a consumer are connected to each node at first.
/// </summary>
internal sealed class KeyedLoad : IAsyncDisposable
{
    private const int Keys = 24;
    private const string Topic = "keyed";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    // No check may take the place of a commit that is late.
    private static readonly TimeSpan NoChecks = TimeSpan.FromMinutes(5);

    // Other loads of a cluster have other ids.
    private readonly string _name = RandomNumberGenerator.GetHexString(8, lowercase: true);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Participant> _participants = [];
    private readonly List<Task> _senders = [];
    private readonly KeyedProgress[] _keys = [.. Enumerable.Range(0, Keys).Select(_ => new KeyedProgress())];
    private readonly ConcurrentQueue<CallTime> _calls = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly Gaps _arrivals = new();

    /// <summary>All calls that ended.</summary>
    public IReadOnlyCollection<CallTime> Calls => _calls;

    /// <summary>Calls that failed or were not confirmed.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>Longest time without a delivery of any key.</summary>
    public TimeSpan LongestPause => _arrivals.Longest;

    /// <summary>Longest time without a delivery of one key.</summary>
    public Gaps LongestPauseOfKey => _keys.Select(key => key.Arrivals).MaxBy(arrivals => arrivals.Longest)!;

    public int Deliveries => _keys.Sum(key => key.Arrivals.Count);

    /// <summary>Deliveries that came again.</summary>
    public int Duplicates => _keys.Sum(key => key.Duplicates);

    public static async Task<KeyedLoad> StartAsync(CoordinatorCluster cluster)
    {
        var load = new KeyedLoad();
        foreach (var node in cluster.Nodes)
            load._participants.Add(await load.ConsumerAsync(node));
        var producers = new List<Participant>();
        foreach (var node in cluster.Nodes)
            producers.Add(await node.ProducerAsync());
        load._participants.AddRange(producers);
        for (var key = 0; key < Keys; key++)
            load._senders.Add(load.SendAllAsync(producers[key % producers.Count], key));
        await load.EveryKeyAsync(TimeSpan.FromSeconds(60));
        load.Forget();
        return load;
    }

    /// <summary>Waits until a message of every key is delivered that is begun from now on.</summary>
    /// <returns>Time that it took.</returns>
    public async Task<TimeSpan> EveryKeyAsync(TimeSpan within)
    {
        var began = TimeProvider.System.GetTimestamp();
        var next = _keys.Select(key => key.Begun + 1).ToArray();
        await Eventually.TrueAsync(
            () => !_keys.Where((key, number) => key.Arrived < next[number]).Any(),
            () => $"every key is delivered again; missing: {string.Join(", ", Enumerable.Range(0, Keys).Where(number => _keys[number].Arrived < next[number]))}",
            within);
        return TimeProvider.System.GetElapsedTime(began);
    }

    /// <summary>Stops the senders and waits until all that was confirmed is delivered.</summary>
    public async Task SettleAsync(TimeSpan within)
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_senders);
        await Eventually.TrueAsync(() => _keys.All(key => key.Arrived >= key.Confirmed), "all that was confirmed is delivered", within);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_senders);
        foreach (var participant in _participants)
            await participant.DisposeAsync();
        _stop.Dispose();
    }

    private void Forget()
    {
        _calls.Clear();
        _failures.Clear();
        _arrivals.Forget();
        foreach (var key in _keys)
            key.Arrivals.Forget();
    }

    private Task<Participant> ConsumerAsync(TestCoordinator node) => Participant.StartAsync(
        node.ContactPoint,
        null,
        participant => participant.AddConsumer("keyed-consumers", Topic, Arrived, consumer => consumer.StartFrom = StartPosition.FromBeginning));

    private Task Arrived(ReceivedMessage message, CancellationToken ct)
    {
        var parts = Encoding.UTF8.GetString(message.Body.Span).Split('-');
        var now = TimeProvider.System.GetTimestamp();
        _arrivals.Add(now);
        _keys[int.Parse(parts[0], CultureInfo.InvariantCulture)].Arrive(long.Parse(parts[1], CultureInfo.InvariantCulture), now);
        return Task.CompletedTask;
    }

    private async Task SendAllAsync(Participant producer, int key)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var progress = _keys[key];
        while (!_stop.IsCancellationRequested)
        {
            var number = ++progress.Begun;
            var text = string.Create(CultureInfo.InvariantCulture, $"{key}-{number}");
            var began = TimeProvider.System.GetTimestamp();
            try
            {
                var sent = await producer.SendAsync(new TransactionId($"{_name}-{text}"), NoChecks, new Message
                {
                    Topic = new Topic(Topic),
                    OrderingKey = key.ToString(CultureInfo.InvariantCulture),
                    Body = Encoding.UTF8.GetBytes(text),
                });
                if (sent.Confirmed)
                    progress.Confirmed = number;
                else
                    _failures.Enqueue($"{text} was not confirmed");
            }
            catch (Exception failed) when (failed is CoordinatorUnavailableException or TransactionFencedException)
            {
                _failures.Enqueue($"{text}: {failed.Message}");
            }

            _calls.Enqueue(new CallTime(text, TimeProvider.System.GetElapsedTime(began), TimeProvider.System.GetUtcNow()));
            await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
