namespace Coordinator.Contracts.Sessions;

/// <summary>Message to the session listener, before there is a session.</summary>
internal interface ISessionRequest : IWireMessage
{
    /// <summary>Number of the participant's attempt to open a session.</summary>
    long Attempt { get; }
}
