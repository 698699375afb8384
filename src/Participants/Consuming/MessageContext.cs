using System.Data.Common;

namespace Coordinator.Participants.Consuming;

/// <summary>Context in which a typed handler gets its message.</summary>
public sealed class MessageContext : HandlerContext
{
    /// <param name="message">The message as it was received.</param>
    /// <param name="services">Services of the scope.</param>
    /// <param name="transaction">Transaction of the inbox. Default (<c>null</c>): the consumer has no inbox.</param>
    public MessageContext(ReceivedMessage message, IServiceProvider services, DbTransaction? transaction = null)
        : base(services, transaction)
    {
        ArgumentNullException.ThrowIfNull(message);
        Message = message;
    }

    /// <summary>The message as it was received: its id, attempt, keys and properties.</summary>
    public ReceivedMessage Message { get; }
}
