using Coordinator.Participants.Common;

namespace Coordinator.Participants.Link;

/// <summary>Where to knock next: what was configured, and the nodes that the coordinator named since.</summary>
internal sealed class ContactPoints(IReadOnlyList<string> configured)
{
    /// <summary>A coordinator names its nodes, of which there are a few; more would be a mistake.</summary>
    private const int MaxKnown = 256;

    private const string LocalHost = "localhost:";

    private readonly List<string> _configured = Spelled(configured);
    private List<string> _known = Spelled(configured);
    private int _next;

    public int Count => _known.Count;

    public string Next() => _known[_next++ % _known.Count];

    /// <summary>The nodes that exist now come first; the configured ones stay as a last resort.</summary>
    public void Learn(IReadOnlyList<string> nodes)
    {
        var usable = nodes.Where(ParticipantOptionsRules.IsContactPoint);
        var known = usable.Concat(_configured).Distinct(StringComparer.Ordinal).Take(MaxKnown).ToList();
        if (known.SequenceEqual(_known, StringComparer.Ordinal))
            return;
        _known = known;
        _next = 0;
    }

    private static List<string> Spelled(IReadOnlyList<string> contactPoints) =>
        [.. contactPoints.SelectMany(Spellings).Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// Remoting drops, silently, what is sent to another spelling of a node's address than the node's own. That of loopback is
    /// 127.0.0.1 unless somebody changed it.
    /// </summary>
    private static IEnumerable<string> Spellings(string contactPoint) =>
        contactPoint.StartsWith(LocalHost, StringComparison.OrdinalIgnoreCase)
            ? [$"127.0.0.1:{contactPoint[LocalHost.Length..]}", contactPoint]
            : [contactPoint];
}
