namespace Coordinator.Contracts.Sessions;

/// <summary>Reason for the refusal of a session.</summary>
internal enum SessionRefusal
{
    /// <summary>The coordinator does not speak the participant's protocol version.</summary>
    Protocol = 1,

    /// <summary>The credentials are missing or wrong, or do not cover a group that was asked for.</summary>
    Credentials = 2,

    /// <summary>A value of the request is wrong.</summary>
    Invalid = 3,

    /// <summary>The node is starting, stopping or full. Try again, or at another node.</summary>
    NotReady = 4,
}
