using Coordinator.Contracts;
using Coordinator.Participants.Consuming;

namespace Coordinator.EndToEnd.Tests.Participants;

/// <summary>Messages that consumers received, in the order of arrival.</summary>
internal sealed class ArrivalLog
{
    private readonly Lock _lock = new();
    private readonly List<ReceivedMessage> _arrivals = [];

    public IReadOnlyList<ReceivedMessage> All
    {
        get
        {
            lock (_lock)
                return [.. _arrivals];
        }
    }

    public IReadOnlyList<ReceivedMessage> Of(TransactionId id) => [.. All.Where(arrival => arrival.Id.Transaction == id)];

    public Task AddAsync(ReceivedMessage message)
    {
        lock (_lock)
            _arrivals.Add(message);
        return Task.CompletedTask;
    }
}
