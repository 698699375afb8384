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
                "transactionMemoryHorizon must be between 1s and 1h, but is 0s.",
                "transactionLinger must be between 100ms and 1h, but is 1d.",
                "checkPatience must be between 1s and 1h, but is 0s.",
                "appendRetryMax must be between 1 and 1000, but is 0.",
                "appendRetryMaxInterval must be at least appendRetryInterval (2s), but is 1s.",
            ],
            options.Problems());
    }
}
