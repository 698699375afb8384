using Coordinator.Contracts.Checking;
using Coordinator.Transactions;
using Coordinator.Transactions.Schemas;
using Coordinator.Transactions.Schemas.Proto;

namespace Coordinator.Tests.Transactions.Schemas;

public sealed class CheckEndingSpec
{
    public static TheoryData<int> Undecided =>
        [(int)CheckEnding.InProgress, (int)CheckEnding.Failed, (int)CheckEnding.TimedOut, (int)CheckEnding.NoInstance];

    [Fact]
    public void Every_verdict_is_an_ending_of_the_same_name() => Assert.All(
        Enum.GetValues<CheckVerdict>(), verdict => Assert.Equal(verdict.ToString(), ((CheckEnding)verdict).ToString()));

    [Theory]
    [MemberData(nameof(Undecided))]
    public void Ending_that_decides_nothing_has_the_same_name_in_the_journal(int ending)
    {
        var check = Checked((CheckEnding)ending);
        var stored = TransactionMapping.ToStored(check);

        Assert.Equal(((CheckEnding)ending).ToString(), stored.Ending.ToString());
        Assert.Equal(check, TransactionMapping.ToEvent(stored));
    }

    [Theory]
    [InlineData((int)CheckEnding.Committed)]
    [InlineData((int)CheckEnding.RolledBack)]
    [InlineData((int)CheckEnding.Deferred)]
    public void Other_ending_is_not_journaled(int ending) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TransactionMapping.ToStored(Checked((CheckEnding)ending)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void Ending_of_a_newer_release_is_not_read(int number)
    {
        var stored = TransactionMapping.ToStored(Checked(CheckEnding.Failed));
        stored.Ending = (StoredCheckEnding)number;

        Assert.Throws<InvalidDataException>(() => TransactionMapping.ToEvent(stored));
    }

    private static TransactionChecked Checked(CheckEnding ending) => new(2, ending, Some.Instance, Some.Now, "detail", Some.Now);
}
