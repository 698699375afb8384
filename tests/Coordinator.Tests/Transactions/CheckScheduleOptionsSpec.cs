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
                "transactionTimeout must be between 100ms and 1d, but is 0s.",
                "transactionCheckMax must be between 1 and 1000, but is 0.",
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
