using Coordinator.Bench.Scenarios;

namespace Coordinator.Bench.Tests.Scenarios;

public sealed class DurationTextSpec
{
    [Theory]
    [InlineData("60s", 60)]
    [InlineData("500ms", 0.5)]
    [InlineData("5m", 300)]
    [InlineData("1h", 3_600)]
    [InlineData("7d", 604_800)]
    [InlineData("60", 60)]
    [InlineData("1.5m", 90)]
    public void Duration_is_read_as_users_write_it(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), DurationText.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-60s")]
    [InlineData("60 minutes")]
    [InlineData("999999999999d")]
    public void Text_that_is_no_duration_is_refused(string text) => Assert.Null(DurationText.Read(text));

    [Fact]
    public void Soak_refuses_a_retention_that_is_no_duration()
    {
        var errors = SoakCommand.Build().Parse("--retention soon").Errors;

        Assert.Equal("--retention must be a duration of at least 1s, such as 60s, 5m or 1h, but is 'soon'.", Assert.Single(errors).Message);
    }
}
