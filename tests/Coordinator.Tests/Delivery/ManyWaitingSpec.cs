using System.Globalization;
using System.Text;
using Akka.Actor;
using Akka.TestKit;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Delivery.Common;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Delivery;

/// <summary>Messages that wait must not stop those that do not, however many they are. Time stands still, so none of them stops waiting.</summary>
public sealed class ManyWaitingSpec : DeliveryKit
{
    private const int Many = 20_000;
    private const int Good = 64;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Settled _settled = new();
    private int _appended;

    [Fact]
    [Trait("attack", "L1")]
    public void Delayed_messages_hold_up_no_others()
    {
        AppendMany("late", Many, delay: Day);
        AppendMany("good", Good);
        Attach("a");
        ExpectGood(Good);

        // Seen by the group and waiting, also after a restart.
        Restart();
        Attach("b");
        AppendMany("good", Good);
        ExpectGood(2 * Good);
        Assert.Equal(Many, Describe().Waiting);
        Time.Advance(Day);
        Expect(2 * Good + Many, () => _settled.Acknowledged);
    }

    [Fact]
    [Trait("attack", "L2")]
    public void Failing_messages_hold_up_no_others()
    {
        AppendMany("bad", Many);
        AppendMany("good", Good);
        Attach("a");
        ExpectGood(Good);
        Expect(Many, () => _settled.Failed);

        Restart();
        Attach("b");
        AppendMany("good", Good);
        ExpectGood(2 * Good);
        // What comes again takes turns with what is new.
        Time.Advance(TimeSpan.FromSeconds(12));
        AppendMany("good", Good);
        ExpectGood(3 * Good);
    }

    [Fact]
    [Trait("attack", "L3")]
    public void Messages_behind_a_stuck_one_of_their_key_hold_up_no_others()
    {
        AppendMany("bad", 1, _ => "stuck");
        AppendMany("behind", Many, _ => "stuck");
        AppendMany("good", Good, number => $"key {number}");
        Attach("a");
        ExpectGood(Good);
        Assert.Equal(0, _settled.Acknowledged - _settled.Good);

        Restart();
        Attach("b");
        AppendMany("good", Good, number => $"key {number}");
        ExpectGood(2 * Good);
        _settled.Forgives = true;
        Time.Advance(TimeSpan.FromMinutes(1));
        Expect(Many + 1 + (2 * Good), () => _settled.Acknowledged);
    }

    [Fact]
    [Trait("attack", "L9")]
    public void Messages_without_a_member_hold_up_no_others()
    {
        Attach("a", "good");
        Join("b", tags: ["other"]).Detach();
        AppendMany("other", Many, tag: "other");
        AppendMany("good", Good, tag: "good");
        ExpectGood(Good);
        Assert.Equal(Many, Describe().Unclaimed);

        Restart();
        Attach("b", "good");
        AppendMany("good", Good, tag: "good");
        ExpectGood(2 * Good);
        Attach("c", "other");
        Expect((2 * Good) + Many, () => _settled.Acknowledged);
    }

    [Fact]
    public void Bodies_of_messages_that_wait_are_dropped_and_read_again()
    {
        Options.MaxPendingBytes = 1024 * 1024;
        AppendMany("late", 40, delay: Day, size: 100_000);
        AppendMany("good", Good);
        Attach("a");
        ExpectGood(Good);
        Assert.Equal(40, Describe().Waiting);
        Time.Advance(Day);
        Expect(40 + Good, () => _settled.Acknowledged);
    }

    private void Attach(string name, params string[] tags)
    {
        var settled = _settled;
        var session = Sys.ActorOf(Props.Create(() => new Handler(QueueActor, name, settled)));
        var asker = CreateTestProbe();
        asker.Send(QueueActor, new AttachConsumer(
            Queue, Group, new InstanceId(name), session, StartPosition.FromBeginning, tags, Room: 32, TimeSpan.FromHours(12)));
        asker.ExpectMsg<ConsumerAttached>();
    }

    private void ExpectGood(int count) => Expect(count, () => _settled.Good);

    private void Expect(int count, Func<int> actual) =>
        AwaitAssert(() => Assert.Equal(count, actual()), TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(20));

    private void AppendMany(string body, int count, Func<int, string>? key = null, TimeSpan delay = default, int size = 0, string? tag = null)
    {
        const int AtOnce = 500;
        var appender = CreateTestProbe();
        for (var from = 0; from < count; from += AtOnce)
        {
            var id = new TransactionId(string.Create(CultureInfo.InvariantCulture, $"many-{++_appended}"));
            var messages = Enumerable.Range(from, Math.Min(AtOnce, count - from)).Select((number, index) => new IndexedMessage(index, new Message
            {
                Topic = Queue.Topic,
                Body = Encoding.UTF8.GetBytes(body.PadRight(size)),
                OrderingKey = key?.Invoke(number),
                Delay = delay,
                Tag = tag,
            }));
            appender.Send(QueueActor, new AppendToQueue(Queue, id, Time.Now, [.. messages]));
            appender.ExpectMsg(new AppendedToQueue(Queue, id));
        }
    }

    private sealed class Settled
    {
        private int _good;
        private int _failed;
        private int _acknowledged;

        public int Good => _good;

        public int Failed => _failed;

        public int Acknowledged => _acknowledged;

        /// <summary>True when bad messages fail no longer.</summary>
        public bool Forgives { get; set; }

        public bool Succeeds(string body)
        {
            if (body == "bad" && !Forgives)
            {
                Interlocked.Increment(ref _failed);
                return false;
            }

            Interlocked.Increment(ref _acknowledged);
            if (body == "good")
                Interlocked.Increment(ref _good);
            return true;
        }
    }

    private sealed class Handler : ReceiveActor
    {
        public Handler(IActorRef queue, string name, Settled settled) => Receive<Deliver>(deliver =>
        {
            var body = Encoding.UTF8.GetString(deliver.Message.Body.Span).TrimEnd();
            Settle settle = settled.Succeeds(body) ? new Acknowledge(deliver.Delivery) : new Retry(deliver.Delivery);
            queue.Tell(new SettleDelivery(settle, new InstanceId(name)));
        });
    }
}
