using Coordinator.Sessions.Access;

namespace Coordinator.Tests.Sessions.Access;

public sealed class ProofBackoffSpec
{
    private readonly ManualTime _time = new();
    private readonly ProofBackoff _backoff;

    public ProofBackoffSpec() => _backoff = new ProofBackoff(_time);

    [Fact]
    public void Wait_begins_with_the_third_wrong_proof_and_doubles_up_to_30_seconds()
    {
        foreach (var seconds in new[] { 0, 0, 1, 2, 4, 8, 16, 30, 30 })
        {
            _backoff.CountWrong("10.0.0.1", "orders");
            Assert.Equal(TimeSpan.FromSeconds(seconds), _backoff.WaitOf("10.0.0.1", "orders"));
        }
    }

    [Fact]
    public void Wait_passes()
    {
        CountWrong("10.0.0.1", "orders", times: 4);

        _time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal(TimeSpan.FromSeconds(0.5), _backoff.WaitOf("10.0.0.1", "orders"));
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(TimeSpan.Zero, _backoff.WaitOf("10.0.0.1", "orders"));
    }

    [Fact]
    public void Wrong_proofs_delay_no_other_name_and_no_other_address()
    {
        CountWrong("10.0.0.1", "orders", times: 10);

        Assert.Equal(TimeSpan.Zero, _backoff.WaitOf("10.0.0.1", "stock"));
        Assert.Equal(TimeSpan.Zero, _backoff.WaitOf("10.0.0.2", "orders"));
    }

    [Fact]
    public void Right_proof_ends_the_row()
    {
        CountWrong("10.0.0.1", "orders", times: 10);

        _backoff.Forget("10.0.0.1", "orders");

        CountWrong("10.0.0.1", "orders", times: 2);
        Assert.Equal(TimeSpan.Zero, _backoff.WaitOf("10.0.0.1", "orders"));
    }

    [Fact]
    public void Row_is_forgotten_after_ten_minutes()
    {
        CountWrong("10.0.0.1", "orders", times: 10);
        _time.Advance(TimeSpan.FromMinutes(10));

        CountWrong("10.0.0.1", "orders", times: 2);

        Assert.Equal(TimeSpan.Zero, _backoff.WaitOf("10.0.0.1", "orders"));
    }

    [Fact]
    public void Memory_is_bounded()
    {
        for (var number = 0; number < 20_000; number++)
            _backoff.CountWrong("10.0.0.1", $"name-{number}");

        Assert.Equal(10_000, _backoff.Count);
    }

    private void CountWrong(string address, string name, int times)
    {
        for (var time = 0; time < times; time++)
            _backoff.CountWrong(address, name);
    }
}
