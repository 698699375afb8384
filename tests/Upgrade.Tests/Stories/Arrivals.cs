using System.Collections.Concurrent;
using Coordinator.Participants.Consuming;

namespace Coordinator.Upgrade.Tests.Stories;

/// <summary>Messages that arrived at the consumer groups, with their repetitions.</summary>
internal sealed class Arrivals
{
    private readonly ConcurrentQueue<(string Group, string Message)> _all = new();

    public Task AddAsync(ReceivedMessage message)
    {
        _all.Enqueue((message.Group.Value, message.Id.ToString()));
        return Task.CompletedTask;
    }

    public string[] Of(string group) =>
        [.. _all.Where(arrival => arrival.Group == group).Select(arrival => arrival.Message).Order(StringComparer.Ordinal)];
}
