using System.Globalization;

namespace Coordinator.Contracts;

/// <summary>One queue of a topic; queues are numbered from 0.</summary>
public readonly record struct QueueId(Topic Topic, int Number)
{
    /// <summary><c>{topic}/{number}</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Topic}/{Number}");
}
