using Coordinator.Contracts;
using Coordinator.EndToEnd.Tests.History;
using Coordinator.Participants.Consuming;

namespace Coordinator.EndToEnd.Tests.Participants;

/// <summary>What came to consumers, in the order of coming.</summary>
internal sealed class ArrivalLog
{
    private readonly Lock _lock = new();
    private readonly List<Arrival> _arrivals = [];

    public IReadOnlyList<Arrival> All
    {
        get
        {
            lock (_lock)
                return [.. _arrivals];
        }
    }

    public IReadOnlyList<Arrival> Of(TransactionId id) => [.. All.Where(arrival => arrival.Id.Transaction == id)];

    public Task AddAsync(ReceivedMessage message)
    {
        var (queue, offset) = (message.Delivery.Queue, message.Delivery.Offset);
        lock (_lock)
            _arrivals.Add(new Arrival(message.Group, message.Id, message.Message, queue, offset));
        return Task.CompletedTask;
    }
}
