using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Tests.Wire;
using CsCheck;

namespace Coordinator.Contracts.Tests.Sessions;

public sealed class FrameBufferSpec(WireSystem system) : IClassFixture<WireSystem>
{
    private static readonly FrameLimits Limits = new(Items: 4, Bytes: 4_096);

    private readonly List<Frame> _sent = [];
    private int _flushes;

    [Fact]
    public void First_item_of_a_frame_requests_one_flush()
    {
        var buffer = Buffer(Limits);
        buffer.Add(new Heartbeat(1));
        buffer.Add(new Heartbeat(2));
        Assert.Equal((0, 1), (_sent.Count, _flushes));

        buffer.Flush();
        buffer.Add(new Heartbeat(3));

        Assert.Equal([new Heartbeat(1), new Heartbeat(2)], Assert.Single(_sent).Items);
        Assert.Equal(2, _flushes);
    }

    [Fact]
    public void Item_that_fits_into_no_frame_is_refused_and_the_others_travel()
    {
        var buffer = Buffer(Limits);
        buffer.Add(new Heartbeat(1));

        var error = Assert.Throws<ArgumentException>(() => buffer.Add(new SessionClosed(new string('x', Frame.MaxBytes))));

        Assert.Contains("A SessionClosed of 15729152 bytes does not fit into a frame, which has at most 5242880 bytes.", error.Message, StringComparison.Ordinal);
        buffer.Flush();
        Assert.Equal([new Heartbeat(1)], Assert.Single(_sent).Items);
    }

    [Fact]
    public void Frame_leaves_before_its_flush_when_it_has_as_many_items_as_are_allowed()
    {
        var buffer = Buffer(Limits);
        for (var number = 0; number < 9; number++)
            buffer.Add(new Heartbeat(number));

        Assert.Equal([4, 4], _sent.Select(frame => frame.Items.Count));
        buffer.Flush();
        Assert.Equal([4, 4, 1], _sent.Select(frame => frame.Items.Count));
        Assert.Equal(1, _flushes);
    }

    [Fact]
    public void Item_that_would_make_a_frame_too_large_starts_the_next_one()
    {
        var buffer = Buffer(Limits);
        buffer.Add(new Heartbeat(1));
        buffer.Add(Prepare(bytes: 3_000));

        Assert.Equal([new Heartbeat(1)], Assert.Single(_sent).Items);
    }

    [Fact]
    public void Item_larger_than_a_frame_travels_alone()
    {
        var buffer = Buffer(Limits);
        buffer.Add(new Heartbeat(1));
        buffer.Add(Prepare(bytes: 10_000));
        buffer.Add(new Heartbeat(2));
        buffer.Flush();

        Assert.Equal([1, 1, 1], _sent.Select(frame => frame.Items.Count));
    }

    [Fact]
    public void Items_that_were_taken_are_not_sent()
    {
        var buffer = Buffer(Limits);
        buffer.Add(new Heartbeat(1));

        Assert.Equal([new Heartbeat(1)], buffer.Take());
        buffer.Flush();
        Assert.Empty(_sent);
    }

    [Fact]
    public void Frame_of_several_items_is_never_larger_on_the_wire_than_its_limit() => Gen.Select(
        WireMessages.Item.Array[1, 60], Gen.Int[1, 20], Gen.Int[600, 8_192]).Sample(
        (items, count, bytes) =>
        {
            _sent.Clear();
            var buffer = Buffer(new FrameLimits(count, bytes));
            foreach (var item in items)
                buffer.Add(item);
            buffer.Flush();
            return _sent.SelectMany(frame => frame.Items).SequenceEqual(items, ReferenceEqualityComparer.Instance)
                && _sent.All(frame => frame.Items.Count <= count)
                && _sent.All(frame => frame.Items.Count == 1 || system.Wire.ToBinary(frame).Length <= bytes);
        },
        iter: 500,
        threads: 1);

    private static Prepare Prepare(int bytes) => new(
        new TransactionId("t"), new ProducerGroup("orders"), [new Message { Topic = new Topic("orders.paid"), Body = new byte[bytes] }]);

    private FrameBuffer Buffer(FrameLimits limits) => new(limits, _sent.Add, () => _flushes++);
}
