using System.Globalization;

namespace Coordinator.Contracts;

/// <summary>Id of one queue of a topic. Queues are numbered from 0.</summary>
public readonly record struct QueueId(Topic Topic, int Number)
{
    /// <summary>Text <c>{topic}/{number}</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Topic}/{Number}");
}
