using System.Collections.ObjectModel;

namespace Coordinator.Contracts.Messages;

/// <summary>A message that a producer sends and consumers receive.</summary>
public sealed record Message
{
    /// <summary>Topic of the message. Required.</summary>
    public required Topic Topic { get; init; }

    /// <summary>Content of the message, in the producer's own format. The coordinator does not read it. Default: empty.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Business key for people and logs, such as an order number. It has no effect on delivery. Default: none.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// Key of messages whose order matters. Messages of one topic with the same ordering key are delivered to each group one after the
    /// other, also across retries. Of two commits, the second begun after the first was confirmed, every group sees the first before the
    /// second. A message that was handled and comes again may come after later ones of its key. Default: none, and no order is promised.
    /// </summary>
    public string? OrderingKey { get; init; }

    /// <summary>Label that consumers can filter by. Default: none.</summary>
    public string? Tag { get; init; }

    /// <summary>Named values of the producer. Default: empty.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>
    /// Time from the commit until consumers may get the message. Default: zero. Later messages of its <see cref="OrderingKey" /> do not wait
    /// for it: its place in their order is the moment when its delay is over.
    /// </summary>
    public TimeSpan Delay { get; init; }
}
