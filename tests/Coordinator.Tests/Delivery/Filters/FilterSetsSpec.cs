using System.Globalization;
using Coordinator.Delivery.Filters;

namespace Coordinator.Tests.Delivery.Filters;

public sealed class FilterSetsSpec
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(1);
    private static readonly TagSet A = TagSet.Of(["a"]);
    private static readonly TagSet B = TagSet.Of(["b"]);

    private readonly FilterSets _sets;
    private TimeSpan _elapsed;

    public FilterSetsSpec() => _sets = new FilterSets(() => DateTimeOffset.UnixEpoch + _elapsed, () => _elapsed, Keep);

    [Fact]
    public void Filter_is_the_union_of_the_sets()
    {
        See(A, B);
        var filter = _sets.Take();
        Assert.Equal((true, true, false, false), (Wants(filter, "a"), Wants(filter, "b"), Wants(filter, "c"), Wants(filter, null)));
    }

    [Fact]
    public void Set_without_tags_takes_all_messages()
    {
        See(A, TagSet.All);
        Assert.True(Wants(_sets.Take(), null));
        Assert.True(Wants(_sets.Take(), "c"));
    }

    [Fact]
    public void Sets_beyond_the_limit_take_all_messages()
    {
        for (var i = 0; i <= FilterSets.MostSets; i++)
            See(TagSet.Of([Name(i)]));
        var filter = _sets.Take();
        Assert.Equal(FilterSets.MostSets + 1, filter.Sets.Count);
        Assert.True(Wants(filter, "any"));
        See(TagSet.Of(["one more"]));
        Assert.Equal(FilterSets.MostSets + 1, _sets.Take().Sets.Count);
    }

    [Fact]
    public void Tags_beyond_the_limit_take_all_messages()
    {
        for (var i = 0; i < 17; i++)
            See(TagSet.Of(Enumerable.Range(0, 64).Select(tag => Name(i) + Name(tag))));
        var filter = _sets.Take();
        Assert.Equal(FilterSets.MostTags, filter.Sets.Sum(set => set.Tags.Tags.Count));
        Assert.True(Wants(filter, "any"));
    }

    [Fact]
    public void Set_leaves_when_its_members_are_absent_for_too_long()
    {
        See(A, B);
        Pass(Keep, A);
        Assert.Empty(_sets.Expire());
        Pass(TimeSpan.FromTicks(1), A);
        Assert.Equal([B], _sets.Expire());
        Assert.Equal([A], _sets.Take().Sets.Select(set => set.Tags));
    }

    [Fact]
    public void Member_that_comes_back_in_time_keeps_its_set()
    {
        See(A, B);
        Pass(Keep, A);
        See(B);
        Pass(Keep, A);
        Assert.Empty(_sets.Expire());
    }

    [Fact]
    public void Times_of_members_are_worth_a_save_every_few_minutes()
    {
        See(A);
        Assert.NotNull(_sets.TakeChange());
        Pass(TimeSpan.FromMinutes(4), A);
        Assert.Null(_sets.TakeChange());
        Pass(TimeSpan.FromMinutes(1), A);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddMinutes(5), Assert.Single(_sets.TakeChange()!.Sets).SeenAt);
        Assert.Null(_sets.TakeChange());
    }

    [Fact]
    public void Filter_is_durable_when_its_latest_version_is_saved()
    {
        See(A);
        var first = _sets.Version;
        See(B);
        _sets.Saved(first);
        Assert.False(_sets.IsDurable);
        _sets.Saved(_sets.Version);
        See(A, B);
        Assert.True(_sets.IsDurable);
    }

    private void See(params TagSet[] sets)
    {
        foreach (var tags in sets)
            _sets.See(tags);
    }

    private void Pass(TimeSpan time, params TagSet[] members)
    {
        _elapsed += time;
        _sets.Pass(members);
    }

    private static bool Wants(GroupFilter filter, string? tag) => filter.Wants(TagHash.Of(tag));

    private static string Name(int number) => "t" + number.ToString(CultureInfo.InvariantCulture);
}
