using Coordinator.Participants.Common;

namespace Coordinator.Participants.Link;

/// <summary>Addresses to connect to in turn: the configured ones, and the nodes that the coordinator has named since.</summary>
internal sealed class ContactPoints(IReadOnlyList<string> configured)
{
    /// <summary>Most addresses. A coordinator has a few nodes, so more would be a mistake.</summary>
    private const int MaxKnown = 256;

    private readonly IReadOnlyList<string> _configured = [.. configured.Distinct(StringComparer.Ordinal)];
    private List<string> _known = [.. configured.Distinct(StringComparer.Ordinal)];
    private int _next;

    public int Count => _known.Count;

    public string Next() => _known[_next++ % _known.Count];

    /// <summary>
    /// Passes a node over that leaves, and goes on at one of the others, so that not all participants choose the same one. Returns false when
    /// no other is known.
    /// </summary>
    /// <param name="leaving">Address of the node.</param>
    /// <param name="choice">Random number from 0 to 1.</param>
    public bool TryPassOver(string leaving, double choice)
    {
        if (_known.All(known => known == leaving))
            return false;
        _next = (_next + (int)(choice * _known.Count)) % _known.Count;
        while (_known[_next] == leaving)
            _next = (_next + 1) % _known.Count;
        return true;
    }

    /// <summary>Puts the nodes that exist now first. The configured addresses stay as a last resort.</summary>
    public void Learn(IReadOnlyList<string> nodes)
    {
        var usable = nodes.Where(ParticipantOptionsRules.IsContactPoint);
        var known = usable.Concat(_configured).Distinct(StringComparer.Ordinal).Take(MaxKnown).ToList();
        if (known.SequenceEqual(_known, StringComparer.Ordinal))
            return;
        _known = known;
        _next = 0;
    }
}
