using System.Collections.ObjectModel;

namespace Coordinator.Contracts.Messages;

/// <summary>What a producer hands over and a consumer gets.</summary>
public sealed record Message
{
    /// <summary>The topic it is published to. Required.</summary>
    public required Topic Topic { get; init; }

    /// <summary>What happened, as bytes of the producer's own making. Not interpreted. Default: empty.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The business key, for people and logs (an order number). No effect on delivery. Default: none.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// Messages of one topic with the same ordering key are handed to each group one after the other, in the order of
    /// their commits, also across retries. Default: none, no order promised.
    /// </summary>
    public string? OrderingKey { get; init; }

    /// <summary>A label that consumers can filter by. Default: none.</summary>
    public string? Tag { get; init; }

    /// <summary>Named values that travel with the message. Default: empty.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>How long after its commit the message is withheld from consumers. Default: zero.</summary>
    public TimeSpan Delay { get; init; }
}
