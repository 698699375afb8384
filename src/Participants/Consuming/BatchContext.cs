using System.Data.Common;

namespace Coordinator.Participants.Consuming;

/// <summary>Context in which a handler gets a batch of messages.</summary>
public sealed class BatchContext : HandlerContext
{
    /// <param name="messages">The messages as they were received, in the order of the bodies.</param>
    /// <param name="services">Services of the scope.</param>
    /// <param name="transaction">Transaction of the inbox. Default (<c>null</c>): the consumer has no inbox.</param>
    public BatchContext(IReadOnlyList<ReceivedMessage> messages, IServiceProvider services, DbTransaction? transaction = null)
        : base(services, transaction)
    {
        ArgumentNullException.ThrowIfNull(messages);
        Messages = messages;
    }

    /// <summary>The messages as they were received, in the order of the bodies.</summary>
    public IReadOnlyList<ReceivedMessage> Messages { get; }
}
