using Coordinator.Contracts;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Topics.Log;

public sealed class AppendedIdsSpec
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Memory_of_the_whole_log_covers_every_transaction()
    {
        var ids = With(5, maxEntries: 10);

        Assert.True(ids.Covers(DateTimeOffset.MinValue));
        Assert.True(ids.Contains(Id(1), At(1)));
    }

    [Fact]
    public void Memory_covers_transactions_decided_after_the_last_entry_that_it_forgot()
    {
        var ids = With(15, maxEntries: 10);

        Assert.Equal((6, 10), (ids.First, ids.Count));
        Assert.False(ids.Contains(Id(5), At(5)));
        Assert.True(ids.Contains(Id(6), At(6)));
        Assert.False(ids.Covers(At(5)));
        Assert.True(ids.Covers(At(5) + TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void Memory_forgets_what_is_older_than_its_window()
    {
        var ids = With(100, maxEntries: 1000, window: TimeSpan.FromSeconds(30));

        Assert.Equal((70, 31), (ids.First, ids.Count));
    }

    [Fact]
    public void Memory_keeps_what_is_older_than_its_window_until_something_new_comes()
    {
        var ids = With(1, maxEntries: 10, window: TimeSpan.Zero);

        Assert.True(ids.Contains(Id(1), At(1)));
    }

    /// <summary>Otherwise a send under an own id that was used and forgotten before would be confirmed without being stored.</summary>
    [Fact]
    public void Id_of_an_earlier_life_is_not_the_one_that_is_asked_for()
    {
        var ids = With(3, maxEntries: 3);
        Assert.False(ids.Contains(Id(2), At(2) + TimeSpan.FromTicks(1)));

        ids.Add(Id(2), At(4), At(4));
        Assert.True(ids.Contains(Id(2), At(4)));
        ids.Add(Id(5), At(5), At(5));

        Assert.Equal(3, ids.First);
        Assert.True(ids.Contains(Id(2), At(4)));
    }

    [Fact]
    public void Memory_that_begins_inside_the_log_is_extended_backwards()
    {
        var ids = new AppendedIds(1000, TimeSpan.FromHours(1));
        ids.StartAfter(50, At(51));
        for (var offset = 51; offset <= 60; offset++)
            ids.Add(Id(offset), At(offset), At(60));
        Assert.False(ids.Covers(At(51)));

        for (var offset = 50; offset > 1; offset--)
            ids.Prepend(Id(offset), At(offset));

        Assert.Equal((2, 59), (ids.First, ids.Count));
        Assert.True(ids.Covers(At(3)));
        Assert.False(ids.Covers(At(2)));
        ids.Prepend(Id(1), At(1));
        Assert.True(ids.Covers(At(0)));
        Assert.All(Enumerable.Range(1, 60), offset => Assert.True(ids.Contains(Id(offset), At(offset))));
    }

    private static AppendedIds With(int count, int maxEntries, TimeSpan? window = null)
    {
        var ids = new AppendedIds(maxEntries, window ?? TimeSpan.FromHours(1));
        for (var offset = 1; offset <= count; offset++)
            ids.Add(Id(offset), At(offset), At(offset));
        return ids;
    }

    private static MessageId Id(int offset) => new(new TransactionId($"t{offset}"), 0);

    private static DateTimeOffset At(int offset) => Start + TimeSpan.FromSeconds(offset);
}
