namespace Coordinator.Participants.Link;

/// <summary>Change of the connection with the coordinator.</summary>
/// <param name="isConnected">True when a session is open.</param>
/// <param name="failure">Reason why it ended; <c>null</c> when it is open.</param>
public sealed class ConnectionChangedEventArgs(bool isConnected, string? failure) : EventArgs
{
    /// <summary>True when a session is open.</summary>
    public bool IsConnected { get; } = isConnected;

    /// <summary>Reason why the session ended; <c>null</c> when it is open.</summary>
    public string? Failure { get; } = failure;
}
