using Coordinator.Faults.Reporting;
using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Tests;

public sealed class RetentionFiguresSpec
{
    [Fact]
    public void Rows_of_each_node_on_which_retention_ran_are_added_up()
    {
        var rows = Sum(
            new RowsDeleted("messages", 10),
            new RowsDeleted("transactions", 5),
            new RowsDeleted("messages", 25),
            // Another node began at zero.
            new RowsDeleted("messages", 3),
            new RowsDeleted("messages", 8));

        Assert.Equal(33, rows["messages"]);
        Assert.Equal(5, rows["transactions"]);
    }

    [Fact]
    public void Run_in_which_something_of_everything_was_deleted_lacks_nothing() => Assert.Empty(
        new RetentionFigures(Sum(new RowsDeleted("transactions", 1), new RowsDeleted("messages", 1)), Outcomes: 1, Inbox: 1).Missing());

    [Fact]
    public void Run_in_which_nothing_was_deleted_is_told_what_it_lacks() => Assert.Equal(
        ["retention deleted no transactions", "retention deleted no messages", "no outcome was purged", "no inbox row was purged"],
        new RetentionFigures(Sum(), Outcomes: 0, Inbox: 0).Missing());

    private static IReadOnlyDictionary<string, long> Sum(params Entry[] entries) =>
        RetentionFigures.Sum(new RunHistory(entries, new Dictionary<string, Verdict>(), null, []));
}
