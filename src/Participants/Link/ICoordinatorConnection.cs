namespace Coordinator.Participants.Link;

/// <summary>State of the connection with the coordinator. It is among the services of the host, and safe for concurrent use.</summary>
public interface ICoordinatorConnection
{
    /// <summary>True while there is a session with the coordinator, so that commands are sent and messages are delivered.</summary>
    bool IsConnected { get; }

    /// <summary>Time of the last change of <see cref="IsConnected" />, or of the start, by the clock of this machine.</summary>
    DateTimeOffset Since { get; }

    /// <summary>Reason why there is no session, for people; <c>null</c> while there is one.</summary>
    string? LastFailure { get; }

    /// <summary>
    /// Raised after each change of <see cref="IsConnected" />, in their order, on a thread of the pool. Exceptions of handlers are logged. A planned move
    /// to another node raises it twice.
    /// </summary>
    event EventHandler<ConnectionChangedEventArgs>? Changed;

    /// <summary>Waits for a session. Returns at once when there is one.</summary>
    /// <param name="ct">Ends the wait.</param>
    Task WaitForConnectionAsync(CancellationToken ct = default);
}
