using System.Diagnostics.CodeAnalysis;

namespace Coordinator.Common;

/// <summary>Map with a limit. When it is full, it forgets the entry that was set the longest ago.</summary>
internal sealed class BoundedMap<TKey, TValue>(int capacity) where TKey : IEquatable<TKey>
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _nodes = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _oldestFirst = new();

    public int Count => _nodes.Count;

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var found = _nodes.TryGetValue(key, out var node);
        value = found ? node!.Value.Value : default;
        return found;
    }

    public void Set(TKey key, TValue value)
    {
        Remove(key);
        if (_nodes.Count >= capacity)
            Remove(_oldestFirst.First!.Value.Key);
        _nodes.Add(key, _oldestFirst.AddLast((key, value)));
    }

    public void Remove(TKey key)
    {
        if (_nodes.Remove(key, out var node))
            _oldestFirst.Remove(node);
    }
}
