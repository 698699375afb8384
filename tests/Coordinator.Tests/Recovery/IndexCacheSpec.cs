using Coordinator.Contracts;
using Coordinator.Recovery;

namespace Coordinator.Tests.Recovery;

public sealed class IndexCacheSpec
{
    private readonly FakeIndex _journal = new();
    private readonly IndexCache _index;
    private int _lookedAt;

    public IndexCacheSpec() => _index = new IndexCache(_journal);

    [Fact]
    public async Task What_has_ended_is_not_looked_at_again()
    {
        Prepare("a", "b", "c", "d", "e");
        End("a", "c", "d");
        Assert.Equal(["b", "e"], await PassAsync(from: 0, rows: 2));
        Assert.Equal(["a", "b", "c", "d", "e"], LookedAt());

        Assert.Equal(["b", "e"], await PassAsync(from: 0, rows: 2));
        Assert.Equal(["b", "e"], LookedAt());
    }

    [Fact]
    public async Task What_was_open_is_looked_at_until_it_has_ended()
    {
        Prepare("a", "b", "c");
        await PassAsync(from: 0, rows: 2);
        End("a", "b");

        Assert.Equal(["c"], await PassAsync(from: 0, rows: 2));
        LookedAt();
        Assert.Equal(["c"], await PassAsync(from: 0, rows: 2));
        Assert.Equal(["c"], LookedAt());
    }

    [Fact]
    public async Task What_is_new_is_looked_at_and_nothing_else()
    {
        Prepare("a", "b", "c");
        End("a", "b", "c");
        await PassAsync(from: 0, rows: 2);
        LookedAt();

        Prepare("d", "e");

        Assert.Equal(["d", "e"], await PassAsync(from: 0, rows: 2));
        Assert.Equal(["d", "e"], LookedAt());
    }

    [Fact]
    public async Task Row_that_a_slow_writer_makes_visible_late_is_found()
    {
        Prepare("a", "b");
        var late = _journal.TakePlace();
        Prepare("c", "d");
        End("a", "b", "c", "d");
        Assert.Empty(await PassAsync(from: 0, rows: 2));

        _journal.AddAt(late, "late", DateTimeOffset.UnixEpoch);

        Assert.Equal(["late"], await PassAsync(from: 0, rows: 2));
        Assert.Equal(["late"], await PassAsync(from: 0, rows: 2));
        End("late");
        Assert.Empty(await PassAsync(from: 0, rows: 2));
    }

    [Fact]
    public async Task Row_that_comes_late_and_is_at_its_end_already_is_not_remembered_as_another()
    {
        Prepare("a");
        var late = _journal.TakePlace();
        Prepare("b");
        End("a");
        Assert.Equal(["b"], await PassAsync(from: 0, rows: 10));
        _journal.AddAt(late, "late", DateTimeOffset.UnixEpoch);
        End("late");

        Assert.Equal(["b"], await PassAsync(from: 0, rows: 10));
        LookedAt();
        Assert.Equal(["b"], await PassAsync(from: 0, rows: 10));
        Assert.Equal(["b"], LookedAt());
    }

    [Fact]
    [Trait("race", "40")]
    public async Task Row_that_comes_late_is_found_although_another_was_deleted_meanwhile()
    {
        Prepare("a", "b");
        var late = _journal.TakePlace();
        Prepare("c", "d");
        End("a", "b", "c");
        Assert.Equal(["d"], await PassAsync(from: 0, rows: 10));

        _journal.Delete(1);
        _journal.AddAt(late, "late", DateTimeOffset.UnixEpoch);

        Assert.Equal(["late", "d"], await PassAsync(from: 0, rows: 10));
    }

    [Fact]
    public async Task Ranges_above_the_highest_deleted_row_are_still_counted_only()
    {
        Prepare("a", "b", "c", "d");
        End("a", "b", "c");
        await PassAsync(from: 0, rows: 2);
        LookedAt();

        _journal.Delete(1);

        Assert.Equal(["d"], await PassAsync(from: 2, rows: 2));
        Assert.Equal(["d"], LookedAt());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Pass_that_begins_amid_what_was_read_finds_what_is_open_behind_it(long from)
    {
        var all = Enumerable.Range(1, 9).Select(n => $"t{n}").ToArray();
        Prepare(all);
        End("t1", "t5");
        await PassAsync(from: 0, rows: 3);

        Assert.Equal(all.Skip((int)from).Where(id => id != "t5"), await PassAsync(from, rows: 3));
        LookedAt();
        Assert.Equal(all.Skip((int)from).Where(id => id != "t5"), await PassAsync(from, rows: 3));
        Assert.DoesNotContain("t5", LookedAt());
    }

    [Fact]
    public async Task Many_stretches_are_gone_through_to_the_end()
    {
        var all = Enumerable.Range(1, 500).Select(n => $"t{n}").ToArray();
        Prepare(all);
        End([.. all.Where((_, n) => n % 10 != 0)]);
        var open = all.Where((_, n) => n % 10 == 0);

        for (var pass = 0; pass < 3; pass++)
            Assert.Equal(open, await PassAsync(from: 0, rows: 3));

        LookedAt();
        Assert.Equal(open, await PassAsync(from: 0, rows: 3));
        Assert.Equal(open, LookedAt());
    }

    private void Prepare(params string[] ids)
    {
        foreach (var id in ids)
            _journal.Add(id, DateTimeOffset.UnixEpoch);
    }

    private void End(params string[] ids)
    {
        foreach (var id in ids)
            _journal.Decide(new TransactionId(id));
    }

    private List<string> LookedAt()
    {
        var since = _journal.LookedAt.Skip(_lookedAt).Select(id => id.Value).ToList();
        _lookedAt += since.Count;
        return since;
    }

    /// <summary>Reads one pass as the sweep does.</summary>
    private async Task<List<string>> PassAsync(long from, int rows)
    {
        var open = new List<string>();
        var upTo = await _index.HighestOrderingAsync(default);
        for (long? cursor = from; cursor is { } after && after < upTo;)
        {
            var page = await _index.ReadAsync(after, upTo, rows, default);
            open.AddRange(page.Open.Select(transaction => transaction.Id.Value));
            cursor = page.ReadTo;
        }

        return open;
    }
}
