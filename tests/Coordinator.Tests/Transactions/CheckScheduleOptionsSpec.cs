using Coordinator.Transactions;

namespace Coordinator.Tests.Transactions;

public sealed class CheckScheduleOptionsSpec
{
    [Fact]
    public void Options_have_no_problems_when_nothing_is_configured() => Assert.Empty(new CheckScheduleOptions().Problems());

    [Fact]
    public void Options_name_key_value_and_range_when_a_value_is_not_allowed()
    {
        var options = new CheckScheduleOptions { TransactionCheckMax = 0, TransactionTimeout = TimeSpan.Zero };

        Assert.Equal(
            [
                "transactionTimeout is 00:00:00; allowed are 00:00:00.1000000 to 1.00:00:00.",
                "transactionCheckMax is 0; allowed are 1 to 1000.",
            ],
            options.Problems());
    }

    [Fact]
    public void Cap_must_not_be_below_the_interval()
    {
        var options = new CheckScheduleOptions
        {
            TransactionCheckInterval = TimeSpan.FromMinutes(2),
            TransactionCheckMaxInterval = TimeSpan.FromMinutes(1),
        };

        Assert.Contains("transactionCheckMaxInterval", Assert.Single(options.Problems()), StringComparison.Ordinal);
    }
}
