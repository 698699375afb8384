using Coordinator.Contracts.Producing;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Link;

/// <summary>How commands reach the coordinator.</summary>
internal interface ICommandLink
{
    /// <summary>Sends a command, across reconnects and busy replies, until its reply or the command timeout.</summary>
    /// <param name="command">Sent at least once; repeated under the same id while in doubt.</param>
    /// <param name="ct">Ends the wait, not the command.</param>
    /// <exception cref="CoordinatorUnavailableException">No reply in time, too many commands in flight, or stopped.</exception>
    Task<TransactionReply> SendAsync(ITransactionCommand command, CancellationToken ct);

    /// <summary>Sends a command in the same way, without anybody waiting: what it saves is a check.</summary>
    void Post(ITransactionCommand command);

    /// <summary>The number of a command that is about to be sent, other than those of all before.</summary>
    long NextNumber();
}
