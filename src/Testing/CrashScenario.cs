namespace Coordinator.Testing;

/// <summary>
/// A story about services, for <see cref="TestCoordinator.EveryCrashPointAsync" />: how they start, one business operation, and what must be true
/// however they died. Each run has an object of its own, with databases of its own.
/// </summary>
public abstract class CrashScenario : IAsyncDisposable
{
    /// <summary>
    /// Starts the services on the databases of this scenario, with <see cref="TestCoordinatorServices.UseTestCoordinator" />. Called at the start of
    /// the run, and again after the crash.
    /// </summary>
    /// <param name="coordinator">Coordinator of the run.</param>
    /// <param name="ct">Ends the run.</param>
    /// <returns>The running services, see <see cref="RunningHosts" />. Disposing of it stops them.</returns>
    public abstract Task<IAsyncDisposable> StartAsync(TestCoordinator coordinator, CancellationToken ct);

    /// <summary>
    /// Does the business operation once. When its service dies in it, its exception is ignored, as there would be nobody to see it.
    /// </summary>
    public abstract Task ActAsync(CancellationToken ct);

    /// <summary>
    /// Throws when the invariant does not hold. Called when the services run and the coordinator is quiet. It may do the operation again first, as a
    /// client does that got no answer.
    /// </summary>
    public abstract Task VerifyAsync(TestCoordinator coordinator, CancellationToken ct);

    /// <summary>Deletes the databases. Default: does nothing.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
