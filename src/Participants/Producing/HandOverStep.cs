using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Link;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Producing;

/// <summary>Hands the messages of one committed local transaction over.</summary>
/// <param name="link">Link to the coordinator.</param>
/// <param name="group">Producer group.</param>
/// <param name="logger">Logger.</param>
internal sealed class HandOverStep(ICommandLink link, ProducerGroup group, ILogger logger)
{
    /// <summary>Sends the messages, and counts and logs the answer.</summary>
    /// <exception cref="Common.CoordinatorUnavailableException">No reply in time. The command may be repeated.</exception>
    public async Task<HandOverAnswer> RunAsync(KeptMessages messages, CancellationToken ct)
    {
        var reply = await link.SendAsync(new HandOver(messages.Id, group, messages.Messages, link.NextNumber()), ct);
        var isTaken = reply.Outcome is TransactionOutcome.Accepted;
        ProducerMetrics.HandedOver(isTaken);
        if (isTaken)
            return new HandOverAnswer(messages, reply.Epoch, Refusal: null);
        logger.LogError("The coordinator refused the messages of transaction {Transaction} as {Outcome}: {Detail}", messages.Id, reply.Outcome, reply.Detail);
        return new HandOverAnswer(messages, reply.Epoch, $"{reply.Outcome}: {reply.Detail}");
    }
}
