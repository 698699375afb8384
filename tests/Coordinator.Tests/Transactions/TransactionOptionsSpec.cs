using Coordinator.Transactions;

namespace Coordinator.Tests.Transactions;

public sealed class TransactionOptionsSpec
{
    [Fact]
    public void Defaults_are_allowed() => Assert.Empty(new TransactionOptions().Problems());

    [Fact]
    public void Every_bad_value_is_named_with_what_is_allowed()
    {
        var options = new TransactionOptions
        {
            TransactionMemoryHorizon = TimeSpan.Zero,
            TransactionLinger = TimeSpan.FromDays(1),
            CheckPatience = TimeSpan.Zero,
            AppendRetryInterval = TimeSpan.FromSeconds(2),
            AppendRetryMaxInterval = TimeSpan.FromSeconds(1),
            AppendRetryMax = 0,
        };
        Assert.Equal(
            [
                "transactionMemoryHorizon is 00:00:00; allowed are 00:00:01 to 01:00:00.",
                "transactionLinger is 1.00:00:00; allowed are 00:00:00.1000000 to 01:00:00.",
                "checkPatience is 00:00:00; allowed are 00:00:01 to 01:00:00.",
                "appendRetryMaxInterval is 00:00:01; allowed are 00:00:02 to 01:00:00.",
                "appendRetryMax is 0; allowed are 1 to 1000.",
            ],
            options.Problems());
    }
}
