using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;
using Coordinator.Delivery.Stream;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Delivery;

/// <summary>
/// Combines the plain parts of delivery as <see cref="DeliveryStream" /> does, but without streams and actors, and checks every
/// step. No message is lost, each key keeps its order, and attempts rise.
/// </summary>
internal sealed class DeliveryModel : IWindowExits
{
    private static readonly GroupQueue Of = new(new ConsumerGroup("g"), new QueueId(new Topic("t"), 0));

    private readonly DeliveryOptions _options = new() { MaxAttempts = 3, MaxHeldBack = 3, MaxWaiting = 3, MaxInFlight = 4 };
    private readonly List<QueueEntry> _log = [];
    private readonly HashSet<long> _settled = [];
    private readonly HashSet<long> _deadLetters = [];
    private readonly List<Deliver> _delivered = [];
    private readonly Dictionary<long, int> _attempts = [];
    private ProgressSnapshot _saved = new(0, []);
    private GroupProgress _progress = null!;
    private OrderGate _gate = null!;
    private WaitingMessages _waiting = null!;
    private Window _window = null!;
    private Queue<PendingMessage> _ready = null!;
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    public DeliveryModel() => Start();

    public bool IsDone => _progress.Cursor == _log.Count && _progress.Pending.Count == 0;

    public IReadOnlySet<long> Settled => _settled;

    public int Length => _log.Count;

    public void Append(int key, int delay)
    {
        var offset = _log.Count + 1;
        var message = new Message
        {
            Topic = Of.Queue.Topic,
            OrderingKey = key == 0 ? null : $"k{key}",
            Delay = TimeSpan.FromSeconds(delay),
        };
        _log.Add(new QueueEntry(offset, new MessageId(new TransactionId($"t{offset}"), 0), message, _now, _now));
    }

    public void Advance(int seconds)
    {
        _now += TimeSpan.FromSeconds(seconds);
        _window.ExpireLeases(_now);
    }

    public void Join(int room) => _window.Attach(new AttachConsumer(
        Of.Queue, Of.Group, new InstanceId("i"), ActorRefs.Nobody, StartPosition.FromEnd, [], room, TimeSpan.FromSeconds(30)));

    public void Leave() => _window.Detach(ActorRefs.Nobody, _now);

    /// <summary>Settles a delivery of any time and consumer, even one that is over.</summary>
    public void Settle(int which, Func<DeliveryId, Settle> how)
    {
        if (_delivered.Count == 0)
            return;
        var delivery = _delivered[which % _delivered.Count].Delivery;
        var pending = _progress.Find(delivery.Offset);
        var settle = how(delivery);
        if (settle is Acknowledge && pending is not null)
            _settled.Add(delivery.Offset);
        var failures = pending?.Failures;
        _window.Settle(settle, by: null, _now);
        if (settle is not Acknowledge && pending?.Attempt != delivery.Attempt)
            Assert.Equal(failures, pending?.Failures);
    }

    public void SettleAll()
    {
        for (var i = 0; i < _delivered.Count; i++)
            Settle(i, delivery => new Acknowledge(delivery));
    }

    public void Save() => _saved = _progress.TakeSnapshot();

    public void Crash()
    {
        _attempts.Clear();
        Start();
    }

    public void StoreDeadLetters()
    {
        foreach (var offset in _deadLetters)
        {
            if (_progress.Find(offset) is not { DeadLettering: true } message)
                continue;
            _settled.Add(offset);
            _window.DeadLetterStored(offset, message.Attempt);
        }

        _deadLetters.Clear();
    }

    /// <summary>Moves all messages that can move.</summary>
    public void Pump()
    {
        while (Next() is { } message)
        {
            if (Window.Needs(message) && !_window.HasRoom)
            {
                _ready.Enqueue(message);
                return;
            }

            if (_window.HandOver(message, _now) is { } handover)
                Check(message, handover.Deliver);
        }
    }

    public void CheckNothingLost()
    {
        for (var offset = 1L; offset <= _progress.Cursor; offset++)
            Assert.True(_progress.Find(offset) is not null || _settled.Contains(offset), $"{offset} is lost");
        var inFlight = _progress.Pending.Count(message => message.Holder is not null);
        Assert.Equal(_window.InFlight, inFlight);
        Assert.True(inFlight <= _options.MaxInFlight);
        Assert.All(_progress.Pending, message => Assert.True(message.DeadLettering || message.Failures < _options.MaxAttempts));
    }

    void IWindowExits.Leave(PendingMessage message)
    {
        if (_gate.Leave(message) is { } next)
            Place(next);
    }

    void IWindowExits.Redeliver(PendingMessage message) => Place(message);

    void IWindowExits.DeadLetter(PendingMessage message) => _deadLetters.Add(message.Offset);

    private void Start()
    {
        _progress = new GroupProgress(_saved, _log.ToDictionary(entry => entry.Offset));
        _gate = new OrderGate();
        _waiting = new WaitingMessages();
        _ready = [];
        _deadLetters.Clear();
        _window = new Window(Of, _progress, _options, this);
        foreach (var message in _progress.Pending.OrderBy(message => message.Offset))
            Enter(message);
        _window.Resume();
    }

    private PendingMessage? Next()
    {
        while (_waiting.TryLeave(_now, out var due))
            _ready.Enqueue(due);
        while (_ready.Count == 0)
        {
            var mayRead = _gate.Held < _options.MaxHeldBack && _waiting.Count < _options.MaxWaiting && _window.HasRoom;
            if (!mayRead || _progress.Cursor >= _log.Count)
                return null;
            Enter(_progress.Read(_log[(int)_progress.Cursor]));
        }

        return _ready.Dequeue();
    }

    private void Enter(PendingMessage message)
    {
        if (_gate.Enter(message))
            Place(message);
    }

    private void Place(PendingMessage message)
    {
        if (message.DueAt > _now)
            _waiting.Wait(message);
        else
            _ready.Enqueue(message);
    }

    private void Check(PendingMessage message, Deliver deliver)
    {
        Assert.True(message.DueAt <= _now, "too early");
        Assert.True(deliver.Delivery.Attempt > _attempts.GetValueOrDefault(message.Offset), "an attempt was repeated");
        _attempts[message.Offset] = deliver.Delivery.Attempt;
        if (message.OrderingKey is { } key)
        {
            var earlier = _progress.Pending.FirstOrDefault(other => other.OrderingKey == key && other.Offset < message.Offset);
            Assert.True(earlier is null, $"{message.Offset} overtook {earlier?.Offset}");
        }

        _delivered.Add(deliver);
    }
}
