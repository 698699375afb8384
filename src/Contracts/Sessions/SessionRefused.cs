namespace Coordinator.Contracts.Sessions;

/// <summary>No session.</summary>
/// <param name="Refusal">Why.</param>
/// <param name="Detail">For people: which value, and what is allowed.</param>
internal sealed record SessionRefused(SessionRefusal Refusal, string Detail) : IWireMessage
{
    /// <summary>Whether the same request can succeed later, here or at another node.</summary>
    public bool Retryable => Refusal is SessionRefusal.NotReady;
}
