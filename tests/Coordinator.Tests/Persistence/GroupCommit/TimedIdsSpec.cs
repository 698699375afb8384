using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Transactions;

namespace Coordinator.Tests.Persistence.GroupCommit;

public sealed class TimedIdsSpec
{
    [Theory]
    [InlineData(0)]
    [InlineData(1_764_499_288_123)]
    [InlineData((1L << 48) - 1)]
    public void Id_of_the_library_has_the_time_at_which_it_was_made(long time)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(time, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));

        Assert.Equal(at.ToUnixTimeMilliseconds(), TimedIds.TimeOf(Made(at)));
    }

    [Theory]
    [InlineData("t-order-17")]
    [InlineData("t-0193a1b2c3d4")]
    [InlineData("q-0193a1b2c3d47e5f8a9b0c1d2e3f4a5b")]
    [InlineData("t-0193A1B2C3D47E5F8A9B0C1D2E3F4A5B")] // upper case
    [InlineData("t-0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")] // hyphens
    [InlineData("t-0193a1b2c3d44e5f8a9b0c1d2e3f4a5b")] // version 4
    [InlineData("t-0193a1b2c3d47e5fca9b0c1d2e3f4a5b")] // another variant
    [InlineData("t-0193a1b2c3d47e5f8a9b0c1d2e3f4a5g")] // no hexadecimal digit
    [InlineData("t-0193a1b2c3d47e5f8a9b0c1d2e3f4a5b0")]
    public void Any_other_id_has_no_time(string id) => Assert.Null(TimedIds.TimeOf(id));

    [Fact]
    public void Ids_are_in_the_order_of_their_times_and_none_is_below_the_lowest_of_its_time()
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(1_764_499_288_123);
        var lowest = TimedIds.Lowest(at.ToUnixTimeMilliseconds());

        Assert.True(string.CompareOrdinal(Made(at.AddMilliseconds(-1)), lowest) < 0);
        Assert.True(string.CompareOrdinal(Made(at), lowest) > 0);
        Assert.Equal(at.ToUnixTimeMilliseconds(), TimedIds.TimeOfLowest(lowest));
    }

    [Theory]
    [InlineData(-1, "t-000000000000")]
    [InlineData(long.MaxValue, "t-ffffffffffff")]
    public void Time_that_no_id_can_have_becomes_the_nearest(long time, string lowest) => Assert.Equal(lowest, TimedIds.Lowest(time));

    private static string Made(DateTimeOffset at) => TransactionJournal.PersistenceIdOf(TransactionId.FromGuid(Guid.CreateVersion7(at)));
}
