using System.Collections.ObjectModel;
using Coordinator.Contracts.Messages;

namespace Coordinator.Participants.Typed;

/// <summary>Values of a typed message beside its topic and its body.</summary>
public sealed record MessageOptions
{
    /// <summary>Business key for people and logs, see <see cref="Message.Key" />. Default: none.</summary>
    public string? Key { get; init; }

    /// <summary>Key of messages whose order matters, see <see cref="Message.OrderingKey" />. Default: none.</summary>
    public string? OrderingKey { get; init; }

    /// <summary>Label that consumers can filter by, see <see cref="Message.Tag" />. Default: none.</summary>
    public string? Tag { get; init; }

    /// <summary>Time from the commit until consumers may get the message, see <see cref="Message.Delay" />. Default: zero.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>
    /// Named values of the producer. The names of <see cref="MessageProperties" /> are set by the library and refused here. Default: empty.
    /// </summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
