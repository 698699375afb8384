using Coordinator.Contracts;
using Coordinator.Recovery;
using CsCheck;

namespace Coordinator.Tests.Recovery;

public sealed class LowWaterMarkSpec
{
    private static readonly long[] All = [.. Enumerable.Range(1, 40).Select(n => (long)n)];

    private static readonly Gen<(long Settled, long[] Decided)[]> Passes =
        Gen.Select(Gen.Long[1, 40], Gen.Long[1, 40].Array[0, 10]).Array[1, 20];

    [Fact]
    public void Mark_does_not_move_before_anything_is_settled()
    {
        var mark = new LowWaterMark(10);

        Pass(mark, open: [7]);

        Assert.Equal(0, mark.Place);
        Assert.Empty(mark.Kept);
    }

    [Fact]
    public void Mark_moves_to_what_is_settled_and_keeps_the_open_ones_below()
    {
        var mark = new LowWaterMark(10);
        mark.Settle(100);

        Pass(mark, open: [7, 50, 101]);

        Assert.Equal(100, mark.Place);
        Assert.Equal([7, 50], mark.Kept);
    }

    [Fact]
    public void Mark_forgets_a_kept_transaction_that_is_final()
    {
        var mark = new LowWaterMark(10);
        mark.Settle(100);
        Pass(mark, open: [7, 50]);

        Pass(mark, open: [50]);

        Assert.Equal([50], mark.Kept);
    }

    [Fact]
    public void Mark_stays_below_the_first_one_that_it_has_no_room_for()
    {
        var mark = new LowWaterMark(2);
        mark.Settle(100);

        Pass(mark, open: [7, 50, 60, 70]);

        Assert.Equal(59, mark.Place);
        Assert.Equal([7, 50], mark.Kept);
    }

    [Fact]
    public void What_settles_while_a_pass_runs_counts_for_the_next()
    {
        var mark = new LowWaterMark(10);
        mark.BeginPass();
        mark.Settle(100);
        mark.EndPass();

        Assert.Equal(0, mark.Place);
    }

    [Fact]
    public void Pass_that_was_broken_off_changes_nothing()
    {
        var mark = new LowWaterMark(10);
        mark.Settle(100);
        Pass(mark, open: [7]);
        mark.Settle(200);
        mark.BeginPass();

        Pass(mark, open: [7, 150]);

        Assert.Equal(200, mark.Place);
        Assert.Equal([7, 150], mark.Kept);
    }

    [Fact]
    public void No_open_transaction_is_ever_lost_below_the_mark() =>
        Gen.Select(Gen.Int[1, 5], Passes).Sample((limit, passes) =>
        {
            var mark = new LowWaterMark(limit);
            var final = new HashSet<long>();
            foreach (var (settled, decided) in passes)
            {
                mark.Settle(settled);
                final.UnionWith(decided);
                var seen = mark.Kept
                    .Concat(All.Where(ordering => ordering > mark.Place))
                    .Except(final).Order().ToList();
                if (!All.Except(final).SequenceEqual(seen))
                    return false;
                Pass(mark, [.. seen]);
            }

            return true;
        });

    private static void Pass(LowWaterMark mark, long[] open)
    {
        mark.BeginPass();
        foreach (var ordering in open)
            mark.SawOpen(new OpenTransaction(new TransactionId($"t{ordering}"), ordering, OpenPhase.Prepared, default, FakeIndex.Orders));
        mark.EndPass();
    }
}
