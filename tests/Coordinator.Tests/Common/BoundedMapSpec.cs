using Coordinator.Common;

namespace Coordinator.Tests.Common;

public sealed class BoundedMapSpec
{
    private readonly BoundedMap<string, int> _map = new(capacity: 2);

    [Fact]
    public void Full_map_forgets_the_entry_that_was_set_the_longest_ago()
    {
        _map.Set("a", 1);
        _map.Set("b", 2);
        _map.Set("a", 3);
        _map.Set("c", 4);

        Assert.Equal(2, _map.Count);
        Assert.False(_map.TryGetValue("b", out _));
        Assert.True(_map.TryGetValue("a", out var a));
        Assert.Equal(3, a);
    }

    [Fact]
    public void Removed_entry_makes_room()
    {
        _map.Set("a", 1);
        _map.Set("b", 2);
        _map.Remove("b");
        _map.Remove("b");
        _map.Set("c", 3);

        Assert.True(_map.TryGetValue("a", out _));
        Assert.True(_map.TryGetValue("c", out _));
    }
}
