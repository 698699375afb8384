using System.Net;
using Coordinator.Hosting.Http.Access;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Tests.Hosting.Http.Access;

public sealed class WrongTokensSpec
{
    private readonly WrongTokens _wrong = new(new ManualTime(), NullLogger<WrongTokens>.Instance);

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(30, 30)]
    public void Wait_doubles_with_each_wrong_token_up_to_half_a_minute(int wrong, int seconds)
    {
        Count("203.0.113.7", wrong);

        Assert.Equal(TimeSpan.FromSeconds(seconds), Wait("203.0.113.7"));
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true)]
    [InlineData("2001:db8::1", "2001:db8::ffff:2", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("127.0.0.1", "::1", false)]
    public void Addresses_that_one_machine_can_choose_from_wait_together(string first, string second, bool together)
    {
        Count(first, 5);

        Assert.Equal(together, Wait(second) > TimeSpan.Zero);
    }

    [Fact]
    public void Right_token_ends_the_wait()
    {
        Count("203.0.113.7", 5);

        _wrong.Forget(IPAddress.Parse("203.0.113.7"));

        Assert.Equal(TimeSpan.Zero, Wait("203.0.113.7"));
    }

    private void Count(string address, int times)
    {
        for (var time = 0; time < times; time++)
            _wrong.Count(IPAddress.Parse(address));
    }

    private TimeSpan Wait(string address) => _wrong.WaitOf(IPAddress.Parse(address));
}
