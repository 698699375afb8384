using System.Globalization;
using Coordinator.Delivery.Filters;

namespace Coordinator.Tests.Delivery.Filters;

public sealed class SkippedTagsSpec
{
    [Fact]
    public void Messages_are_counted_by_tag()
    {
        var skipped = new SkippedTags([new SkippedTag("a", 5)]);
        skipped.Add("b");
        skipped.Add(null);
        skipped.Add("a");
        Assert.Equal([new SkippedTag("a", 6), new SkippedTag("(none)", 1), new SkippedTag("b", 1)], skipped.All);
    }

    [Fact]
    public void Tags_beyond_the_limit_are_counted_together()
    {
        var skipped = new SkippedTags([]);
        for (var i = 0; i < SkippedTags.Most + 20; i++)
            skipped.Add("t" + i.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(new SkippedTag("(others)", 20), skipped.All[0]);
        Assert.Equal(SkippedTags.Most + 1, skipped.All.Count);
    }

    [Fact]
    public void Changed_counts_are_taken_once()
    {
        var skipped = new SkippedTags([new SkippedTag("a", 5)]);
        skipped.Add("b");
        Assert.Equal([new SkippedTag("b", 1)], skipped.TakeChanged());
        Assert.Empty(skipped.TakeChanged());
    }
}
