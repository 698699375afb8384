namespace Coordinator.Tests.Delivery;

/// <summary>The time of day is set while messages and leases wait.</summary>
public sealed class ClockSpec : DeliveryKit
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [Trait("attack", "L12")]
    [InlineData(-1)]
    [InlineData(1)]
    public void Delayed_messages_and_those_in_back_off_wait_as_long_as_they_would_have(int hours)
    {
        Append("delayed", delay: TimeSpan.FromSeconds(20));
        Append("failing");
        var a = Join();
        a.Retry(a.Expect("failing"), TimeSpan.FromSeconds(8));
        Time.ClockOffset = Hour * hours;
        a.ExpectNothing();
        Time.Advance(TimeSpan.FromSeconds(8) - TimeSpan.FromMilliseconds(1));
        a.ExpectNothing();
        Time.Advance(TimeSpan.FromMilliseconds(1));
        a.Acknowledge(a.Expect("failing", attempt: 2));
        Time.ClockOffset = TimeSpan.Zero;
        Time.Advance(TimeSpan.FromSeconds(12) - TimeSpan.FromMilliseconds(1));
        a.ExpectNothing();
        Time.Advance(TimeSpan.FromMilliseconds(1));
        a.Handle("delayed");
    }

    [Theory]
    [Trait("attack", "L16")]
    [InlineData(-1)]
    [InlineData(1)]
    public void Leases_end_as_if_the_clock_had_not_been_set(int hours)
    {
        Append("1");
        var a = Join(lease: TimeSpan.FromSeconds(5));
        a.Expect("1");
        Time.ClockOffset = Hour * hours;
        Time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        a.ExpectNothing();
        Time.Advance(TimeSpan.FromMilliseconds(1));
        a.Expect("1", attempt: 2);
    }

    [Fact]
    [Trait("attack", "L12")]
    public void No_message_waits_longer_than_its_own_delay_after_a_restart_with_a_clock_that_was_set_back()
    {
        Append("delayed", delay: TimeSpan.FromSeconds(20));
        Append("failing");
        var a = Join();
        a.Retry(a.Expect("failing"), TimeSpan.FromSeconds(8));
        Flush(once: group => group is { Waiting: 2, Cursor: 2 });
        Time.ClockOffset = -Hour;
        Restart();
        var b = Join("b");
        b.ExpectNothing();
        Time.Advance(TimeSpan.FromSeconds(8));
        b.Acknowledge(b.Expect("failing", attempt: 2));
        Time.Advance(TimeSpan.FromSeconds(12));
        b.Handle("delayed");
    }

    [Fact]
    [Trait("attack", "L12")]
    public void Message_without_a_delay_waits_for_nothing_after_a_clock_that_was_ahead_saved_it()
    {
        Append("1");
        Append("2");
        Join("a", room: 1).Expect("1");
        Flush(once: group => group is { InFlight: 1, Cursor: >= 1 });
        Time.ClockOffset = -Hour;
        Restart();
        var b = Join("b");
        b.Handle("2");
        b.Acknowledge(b.ExpectAfterGrace("1", attempt: 2));
    }
}
