using Coordinator.Contracts.Producing;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Link;

/// <summary>Sends commands to the coordinator.</summary>
internal interface ICommandLink
{
    /// <summary>Sends a command, across reconnects and busy replies, until its reply or the command timeout.</summary>
    /// <param name="command">The command. It is sent at least once, and repeated under the same id until it is answered.</param>
    /// <param name="limits">Times that the caller waits.</param>
    /// <param name="ct">Ends the wait, not the command.</param>
    /// <exception cref="CoordinatorUnavailableException">No reply in time, too many commands in flight, or stopped.</exception>
    Task<TransactionReply> SendAsync(ITransactionCommand command, CommandLimits limits, CancellationToken ct);

    /// <summary>Sends a command, across reconnects and busy replies, until its reply or the command timeout.</summary>
    Task<TransactionReply> SendAsync(ITransactionCommand command, CancellationToken ct) => SendAsync(command, default(CommandLimits), ct);

    /// <summary>Sends a command without waiting for its reply. The command only saves a check.</summary>
    void Post(ITransactionCommand command);

    /// <summary>True while there is a session with the coordinator.</summary>
    bool HasSession { get; }

    /// <summary>Returns the number of the next command. Each number is used once.</summary>
    long NextNumber();
}
