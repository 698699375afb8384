using Coordinator.Edge;

namespace Coordinator.Tests.Edge;

public sealed class InboundCreditSpec
{
    [Fact]
    public async Task Connection_is_read_no_further_at_the_limit_of_frames_until_one_is_handled()
    {
        var credit = new InboundCredit(maxFrames: 2, maxBytes: 1_000);
        credit.Take(1);
        Assert.True(credit.WhenRoomAsync().AsTask().IsCompleted);
        credit.Take(1);

        var room = credit.WhenRoomAsync().AsTask();
        Assert.False(room.IsCompleted);
        credit.Release();

        await room;
    }

    [Fact]
    public async Task Connection_is_read_no_further_at_the_limit_of_bytes_until_they_are_handled()
    {
        var credit = new InboundCredit(maxFrames: 64, maxBytes: 1_000);
        credit.Take(600);
        Assert.True(credit.WhenRoomAsync().AsTask().IsCompleted);
        // The frame that exceeds the limit is the last that is read.
        credit.Take(5_000);

        var room = credit.WhenRoomAsync().AsTask();
        credit.Release();
        Assert.False(room.IsCompleted);
        credit.Release();

        await room;
    }
}
