namespace Coordinator.Contracts.Sessions;

/// <summary>Refuses a session.</summary>
/// <param name="Refusal">Reason.</param>
/// <param name="Detail">Text for people, such as the wrong value and its range.</param>
internal sealed record SessionRefused(SessionRefusal Refusal, string Detail) : IWireMessage
{
    /// <summary>True when the same request can succeed later, at this node or at another.</summary>
    public bool Retryable => Refusal is SessionRefusal.NotReady;
}
