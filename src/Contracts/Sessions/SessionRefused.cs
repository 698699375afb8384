namespace Coordinator.Contracts.Sessions;

/// <summary>Refuses a session.</summary>
/// <param name="Refusal">Reason.</param>
/// <param name="Detail">Text for people, such as the wrong value and its range.</param>
/// <param name="Attempt">
/// The <see cref="OpenSession.Attempt" /> that is refused, because answers may overtake each other. 0 from a coordinator that does not tell.
/// </param>
internal sealed record SessionRefused(SessionRefusal Refusal, string Detail, long Attempt = 0) : IWireMessage
{
    /// <summary>True when the same request can succeed later, at this node or at another.</summary>
    public bool Retryable => Refusal is SessionRefusal.NotReady;
}
