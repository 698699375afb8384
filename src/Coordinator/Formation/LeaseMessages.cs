namespace Coordinator.Formation;

/// <summary>Asks the keeper of a lease to take it and to renew it from then on.</summary>
/// <param name="OnLost">Called once when the lease is lost.</param>
internal sealed record AcquireLease(Action<Exception> OnLost);

/// <summary>Asks the keeper of a lease to give it up.</summary>
internal sealed record ReleaseLease
{
    public static readonly ReleaseLease Instance = new();
}

/// <summary>Result of a request to the keeper of a lease.</summary>
/// <param name="Succeeded">The request succeeded for certain.</param>
/// <param name="Failure">Reason why the result is unknown; <c>null</c> when it is known.</param>
internal sealed record LeaseResult(bool Succeeded, Exception? Failure = null);
