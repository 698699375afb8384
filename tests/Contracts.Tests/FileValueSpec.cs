using Coordinator.Contracts.Common;

namespace Coordinator.Contracts.Tests;

public sealed class FileValueSpec
{
    private readonly List<string?> _changes = [];
    private readonly SteppedClock _clock = new();
    private string? _content = "1";

    [Fact]
    public void Value_follows_the_content_at_the_next_look()
    {
        var value = Read();

        _content = "2";
        Assert.Equal(1, value.Current);
        _clock.Step();

        Assert.Equal(2, value.Current);
        Assert.Equal([null], _changes);
    }

    [Fact]
    public void Problem_leaves_the_earlier_value_in_force_and_is_reported_once()
    {
        var value = Read();
        foreach (var wrong in new[] { "two", "two", null, null, "2" })
        {
            _content = wrong;
            _clock.Step();
            Assert.Equal(wrong == "2" ? 2 : 1, value.Current);
        }

        Assert.Equal(["no number", "no file", null], _changes);
    }

    [Fact]
    public void Content_that_came_back_is_no_change_and_its_next_problem_is_reported()
    {
        var value = Read();
        foreach (var next in new[] { "two", "1", "two" })
        {
            _content = next;
            _clock.Step();
            Assert.Equal(1, value.Current);
        }

        Assert.Equal(["no number", "no number"], _changes);
    }

    private FileValue<int> Read() => new(
        () => _content ?? throw new IOException("no file"),
        content => int.TryParse(content, out var number) ? number : throw new FormatException("no number"),
        _clock,
        _changes.Add);

    private sealed class SteppedClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now;

        public void Step() => _now++;
    }
}
