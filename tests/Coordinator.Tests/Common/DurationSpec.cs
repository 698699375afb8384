using Coordinator.Common;

namespace Coordinator.Tests.Common;

public sealed class DurationSpec
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("10s", 10_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("5m", 300_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("7d", 604_800_000)]
    [InlineData("00:00:10", 10_000)]
    [InlineData("0s", 0)]
    public void Duration_is_read_as_people_write_it(string text, long milliseconds)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("-5s")]
    [InlineData("ten seconds")]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("99999999999999d")]
    public void Duration_without_a_unit_or_a_meaning_is_refused(string text) => Assert.False(Duration.TryParse(text, out _));

    [Theory]
    [InlineData("500ms")]
    [InlineData("90s")]
    [InlineData("5m")]
    [InlineData("2h")]
    [InlineData("0s")]
    public void Duration_is_written_so_that_it_can_be_read_again(string text)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(text, Duration.Write(duration));
    }
}
