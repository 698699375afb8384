using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Filters;
using Coordinator.Delivery.Members;
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

    private static readonly ModelSession[] Sessions = [new("s0"), new("s1"), new("s2")];
    private static readonly string?[] Tags = [null, "a", "b"];
    private static readonly string[][] Wishes = [[], ["a"], ["b"], ["a", "b"]];
    private static readonly TimeSpan FilterKeep = TimeSpan.FromMinutes(10);

    private readonly DeliveryOptions _options = new() { MaxAttempts = 3, MaxPending = 12, MaxPendingBytes = 2_048, MaxInFlight = 4 };
    private readonly List<QueueEntry> _log = [];
    private readonly HashSet<long> _settled = [];
    private readonly HashSet<long> _deadLetters = [];
    private readonly HashSet<long> _skipped = [];
    private readonly HashSet<long> _missed = [];
    private long _firstKept = 1;
    private readonly List<(Deliver Deliver, InstanceId To)> _delivered = [];
    private readonly Dictionary<long, int> _attempts = [];
    private readonly SavedProgress _saved = new();
    private ulong _tag;
    private bool _needsWhole;
    private GroupProgress _progress = null!;
    private WaitingRoom _room = null!;
    private Window _window = null!;
    private MemberRotation _members = null!;
    private FilterSets _filter = null!;
    private PendingMessage? _next;
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    public DeliveryModel() => Start();

    public bool IsDone => !HasUnread && _progress.Pending.Count == 0;

    public IReadOnlySet<long> Settled => _settled;

    /// <summary>Offsets that no set of the filter wanted when they were read, or when the last set that did left it.</summary>
    public IReadOnlySet<long> Skipped => _skipped;

    /// <summary>Offsets that were deleted before they were settled, those included that the group has not come to yet.</summary>
    public IEnumerable<long> Missed => _missed.Concat(Deleted(_progress.Cursor));

    public int Length => _log.Count;

    private bool HasUnread => Math.Max(_progress.Cursor + 1, _firstKept) <= _log.Count;

    public void Append(int key, int delay, int tag = 0)
    {
        var offset = _log.Count + 1;
        var message = new Message
        {
            Topic = Of.Queue.Topic,
            OrderingKey = key == 0 ? null : $"k{key}",
            Delay = TimeSpan.FromSeconds(delay),
            Tag = Tags[tag],
        };
        _log.Add(new QueueEntry(offset, new MessageId(new TransactionId($"t{offset}"), 0), message, _now, _now));
    }

    /// <summary>Deletes what is before an offset. Bodies that are in memory stay there.</summary>
    public void Trim(int firstKept) => _firstKept = Math.Max(_firstKept, Math.Min(firstKept, _log.Count + 1));

    public void Advance(int seconds)
    {
        _now += TimeSpan.FromSeconds(seconds);
        _window.ExpireLeases(_now);
    }

    /// <summary>Lets a member join, or ask for other tags or room.</summary>
    public void Join(int room, int member = 0, int wish = 0)
    {
        _filter.Pass(_members.TagSets);
        _window.Attach(new AttachConsumer(
            Of.Queue, Of.Group, InstanceOf(member), Sessions[member], StartPosition.FromEnd, Wishes[wish], room, TimeSpan.FromSeconds(30)));
        foreach (var tags in _members.TagSets)
            _filter.See(tags);
        var left = _filter.Expire();
        if (_filter.TakeChange() is not { } changed)
            return;
        _progress.Take(changed);
        long[] pending = [.. _progress.Pending.Select(message => message.Offset)];
        if (left.Count > 0)
            FilterSweep.Skip(_progress, _members, left, this);
        foreach (var offset in pending.Where(offset => _progress.Find(offset) is null))
            CheckSkipped(offset);
    }

    public void Leave(ConsumerLoss loss, int member = 0)
    {
        _filter.Pass(_members.TagSets);
        _window.Detach(Sessions[member], loss, _now);
    }

    /// <summary>Tells that the handler of a delivery runs, even of one that is over.</summary>
    public void Renew(int which)
    {
        if (_delivered.Count == 0)
            return;
        var (deliver, to) = _delivered[which % _delivered.Count];
        var running = new RunningDelivery(deliver.Delivery.Offset, deliver.Delivery.Attempt);
        _window.Renew(new RenewDeliveries(Of.Queue, Of.Group, [running], to), _now);
    }

    /// <summary>Begins a delivery, even one that is over.</summary>
    public void Begin(int which, bool isAlone)
    {
        if (_delivered.Count == 0)
            return;
        var (deliver, to) = _delivered[which % _delivered.Count];
        _window.Begin(new MayBegin(deliver.Delivery, isAlone), to, _now);
    }

    /// <summary>Settles a delivery of any time and consumer, even one that is over.</summary>
    public void Settle(int which, Func<DeliveryId, Settle> how)
    {
        if (_delivered.Count == 0)
            return;
        var delivery = _delivered[which % _delivered.Count].Deliver.Delivery;
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

    /// <summary>Saves what has changed, or all. The first save after a start is whole.</summary>
    public void Save(bool whole)
    {
        if (!_progress.Changed)
            return;
        _tag++;
        if (whole || _needsWhole)
            _saved.Start(_progress.TakeWhole() with { Tag = _tag });
        else
            _saved.Apply(_progress.TakeChanges() with { Tag = _tag, After = _saved.Tag });
        _needsWhole = false;
    }

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
                _next = message;
                return;
            }

            if (_window.HandOver(message, _now) is { } handover)
                Check(message, handover.Deliver);
        }
    }

    public void CheckNothingLost()
    {
        for (var offset = 1L; offset <= _progress.Cursor; offset++)
        {
            Assert.True(
                _progress.Find(offset) is not null || _settled.Contains(offset) || _skipped.Contains(offset) || _missed.Contains(offset),
                $"{offset} is lost");
        }

        Assert.All(_missed, offset => Assert.True(offset < _firstKept, $"{offset} is kept and was missed"));
        var inFlight = _progress.Pending.Count(message => message.Holder is not null);
        Assert.Equal(_window.InFlight, inFlight);
        Assert.True(inFlight <= _options.MaxInFlight);
        Assert.DoesNotContain(_progress.Pending, IsHeldUp);
        Assert.All(_progress.Pending, message => Assert.True(message.DeadLettering || message.Failures < _options.MaxAttempts));
    }

    void IWindowExits.Leave(PendingMessage message) => _room.Leave(message);

    void IWindowExits.Redeliver(PendingMessage message) => _room.Redeliver(message);

    void IWindowExits.HandledAfterAll(DeliveryId delivery, InstanceId? by)
    {
    }

    void IWindowExits.Return(PendingMessage message) => _room.Return(message);

    void IWindowExits.LeaseBegins(PendingMessage message)
    {
    }

    void IWindowExits.DeadLetter(PendingMessage message) => _deadLetters.Add(message.Offset);

    private void Start()
    {
        var start = _now;
        var clock = new SteadyClock(() => _now, () => _now - start);
        _needsWhole = true;
        var saved = _saved.Current() ?? new ProgressSnapshot(0, []);
        var needed = saved.NeedEntries.Where(pending => pending.Offset >= _firstKept)
            .ToDictionary(pending => pending.Offset, pending => _log[(int)pending.Offset - 1]);
        _missed.UnionWith(saved.Pending.Select(pending => pending.Offset).Where(offset => offset < _firstKept).Concat(Deleted(saved.Cursor)));
        _progress = new GroupProgress(saved, needed, clock, _options, _firstKept);
        _filter = new FilterSets(() => _now, () => _now - DateTimeOffset.UnixEpoch, FilterKeep);
        _filter.Load(_progress.Filter);
        _members = new MemberRotation();
        _room = new WaitingRoom(_progress, _members, clock, new OrderGate());
        _next = null;
        _deadLetters.Clear();
        _window = new Window(Of, _progress, _members, _options, this, epoch: 0);
        _room.Start();
        _window.Resume();
    }

    private PendingMessage? Next()
    {
        if (_next is { } next)
        {
            _next = null;
            return next;
        }

        while (true)
        {
            var hasNext = _room.TryNext(out var message);
            if (_room.WantsMore && _window.HasRoom && HasUnread)
                ReadNext();
            else if (!hasNext)
                return null;
            if (!hasNext)
                continue;
            if (!message!.IsLoaded && !message.Settled)
            {
                if (message.Offset < _firstKept)
                {
                    Miss(message);
                    continue;
                }

                _progress.Load(message, _log[(int)message.Offset - 1]);
            }

            if (_room.MayLeave(message))
                return message;
            _room.Return(message);
        }
    }

    private IEnumerable<long> Deleted(long cursor)
    {
        for (var offset = cursor + 1; offset < _firstKept; offset++)
            yield return offset;
    }

    private void Miss(PendingMessage message)
    {
        if (message.Holder is not null || message.DeadLettering)
        {
            message.OnItsWay--;
            return;
        }

        _missed.Add(message.Offset);
        _progress.Miss(message);
        _room.Leave(message);
    }

    private void ReadNext()
    {
        long[] missing = [.. Deleted(_progress.Cursor)];
        _missed.UnionWith(missing);
        Read(_log[(int)_progress.Cursor + missing.Length] with { Missing = missing.Length });
    }

    private void Read(QueueEntry entry)
    {
        if (_progress.Filter.Wants(entry.Message))
        {
            _room.Enter(_progress.Read(entry));
            return;
        }

        _progress.Skip(entry);
        CheckSkipped(entry.Offset);
    }

    private void CheckSkipped(long offset)
    {
        var tag = TagHash.Of(_log[(int)offset - 1].Message.Tag);
        Assert.False(_members.Want(tag), $"{offset} was skipped although a member wants it");
        Assert.DoesNotContain(_progress.Filter.Sets, set => set.Tags.Wants(tag));
        _skipped.Add(offset);
    }

    /// <summary>True when nothing hinders the delivery of a message, and it has none.</summary>
    private bool IsHeldUp(PendingMessage message) =>
        message.Key == 0
        && message.DueAt <= _now
        && message is { Holder: null, DeadLettering: false }
        && _window.InFlight < _options.MaxInFlight
        && _members.HasRoom(message.TagHash);

    private static InstanceId InstanceOf(int member) => new($"i{member}");

    private void Check(PendingMessage message, Deliver deliver)
    {
        Assert.True(message.DueAt <= _now, "too early");
        Assert.True(message.Holder!.Tags.Wants(message.TagHash), "the member did not ask for it");
        Assert.True(deliver.Delivery.Attempt > _attempts.GetValueOrDefault(message.Offset), "an attempt was repeated");
        _attempts[message.Offset] = deliver.Delivery.Attempt;
        if (message.Key != 0)
        {
            // A delayed message has its place when its delay is over.
            var earlier = _progress.Pending.FirstOrDefault(other => other.Key == message.Key
                && other.Offset < message.Offset
                && _log[(int)other.Offset - 1].Message.Delay == TimeSpan.Zero);
            Assert.True(earlier is null, $"{message.Offset} overtook {earlier?.Offset}");
            Assert.Single(_progress.Pending, other => other.Key == message.Key && other.Holder is not null);
        }

        _delivered.Add((deliver, message.Holder.Instance));
    }
}
