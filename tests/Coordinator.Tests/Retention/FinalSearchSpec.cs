using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Retention;

namespace Coordinator.Tests.Retention;

/// <summary>Tests what is called final, with what is excepted from it.</summary>
public sealed class FinalSearchSpec
{
    private const long Before = 1_000;

    [Fact]
    public async Task Everything_below_the_bound_is_final_but_what_is_not()
    {
        var final = await Search().RunAsync(Before, [At(7), At(3), At(Before), At(Before + 5), "t-order-1"]);

        Assert.Equal(Before, final.Before.ToUnixTimeMilliseconds());
        Assert.Equal([(PreparedByOrders.Orders, IdOf(At(3))), (PreparedByOrders.Orders, IdOf(At(7)))], final.Except);
    }

    [Fact]
    public async Task Time_stays_behind_when_too_many_are_excepted()
    {
        var final = await Search(mostExcept: 2).RunAsync(Before, [At(9), At(7), At(3), At(8)]);

        Assert.Equal(8, final.Before.ToUnixTimeMilliseconds());
        Assert.Equal([IdOf(At(3)), IdOf(At(7))], final.Except.Select(open => open.Id));
    }

    /// <summary>Without its group nobody could be told of it, so nothing is called final from its time on.</summary>
    [Fact]
    public async Task Time_stays_behind_one_whose_producer_is_not_known()
    {
        var final = await new FinalSearch(new PreparedByOrders(IdOf(At(7))), 100).RunAsync(Before, [At(3), At(7), At(9)]);

        Assert.Equal(7, final.Before.ToUnixTimeMilliseconds());
        Assert.Equal([IdOf(At(3))], final.Except.Select(open => open.Id));
    }

    [Fact]
    public async Task Producer_of_a_transaction_is_read_once()
    {
        var history = new PreparedByOrders();
        var search = new FinalSearch(history, 100);
        await search.RunAsync(Before, [At(3), At(7)]);
        await search.RunAsync(Before, [At(3), At(7), At(8)]);
        Assert.Equal(3, history.Read);
    }

    private static FinalSearch Search(int mostExcept = 100) => new(new PreparedByOrders(), mostExcept);

    private static string At(long time) => $"{TimedIds.Lowest(time)}70008000000000000000";

    private static TransactionId IdOf(string persistenceId) => new(persistenceId[TimedIds.Prefix.Length..]);
}
