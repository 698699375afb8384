using Akka.Actor;
using Akka.Coordination;

namespace Coordinator.Formation;

/// <summary>Takes a lease, renews it, and gives it up. One operation runs at a time.</summary>
internal sealed class LeaseKeeper : ReceiveActor, IWithTimers
{
    private readonly LeaseClaim _claim;
    private readonly TimeoutSettings _timeouts;
    private readonly ILeases _leases;
    private readonly LeaseTerm _term;
    private Action<Exception>? _onLost;

    public LeaseKeeper(LeaseSettings settings, string holder, ILeases leases, LeaseTerm term)
    {
        _timeouts = settings.TimeoutSettings;
        _claim = new LeaseClaim(settings.LeaseName, settings.OwnerName, holder, _timeouts.HeartbeatTimeout);
        (_leases, _term) = (leases, term);
        ReceiveAsync<AcquireLease>(AcquireAsync);
        ReceiveAsync<RenewLease>(_ => RenewAsync());
        ReceiveAsync<ReleaseLease>(_ => ReleaseAsync());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(LeaseSettings settings, string holder, ILeases leases, LeaseTerm term) =>
        Akka.Actor.Props.Create(() => new LeaseKeeper(settings, holder, leases, term));

    private async Task AcquireAsync(AcquireLease request)
    {
        var sent = _term.Now();
        var (isMine, failure) = await TryAsync(ct => _leases.AcquireAsync(_claim, ct));
        if (isMine)
        {
            _term.BeginAt(sent);
            _onLost = request.OnLost;
            Timers.StartPeriodicTimer(RenewLease.Instance, RenewLease.Instance, _timeouts.HeartbeatInterval);
        }
        else if (failure is null)
        {
            Lose(TakenByAnother());
        }

        Sender.Tell(new LeaseResult(isMine, failure));
    }

    /// <summary>A renewal that fails is repeated. The lease is lost when another owner has it, or when its time is over without an answer.</summary>
    private async Task RenewAsync()
    {
        if (_onLost is null)
            return;
        var sent = _term.Now();
        var (isMine, failure) = await TryAsync(ct => _leases.RenewAsync(_claim, ct));
        if (isMine)
            _term.BeginAt(sent);
        else if (failure is null)
            Lose(TakenByAnother());
        else if (!_term.IsRunning)
            Lose(failure);
    }

    private async Task ReleaseAsync()
    {
        Timers.CancelAll();
        _onLost = null;
        _term.End();
        var (isReleased, failure) = await TryAsync(async ct =>
        {
            await _leases.ReleaseAsync(_claim, ct);
            return true;
        });
        Sender.Tell(new LeaseResult(isReleased, failure));
    }

    private LeaseException TakenByAnother() => new($"Another owner has taken the lease {_claim.Name}.");

    private void Lose(Exception cause)
    {
        Timers.CancelAll();
        _term.End();
        var onLost = _onLost;
        _onLost = null;
        onLost?.Invoke(cause);
    }

    // Npgsql does not give up a handshake when it is cancelled, so the operation is left alone after its time. Should it succeed later, it
    // only takes or prolongs what this owner asked for.
    private async Task<(bool Succeeded, Exception? Failure)> TryAsync(Func<CancellationToken, Task<bool>> operate)
    {
        using var limit = new CancellationTokenSource(_timeouts.OperationTimeout);
        try
        {
            return (await operate(limit.Token).WaitAsync(_timeouts.OperationTimeout), null);
        }
#pragma warning disable CA1031 // Whatever an operation fails with, its result is unknown, and the caller is told so.
        catch (Exception failed)
#pragma warning restore CA1031
        {
            return (false, failed);
        }
    }

    private sealed record RenewLease
    {
        public static readonly RenewLease Instance = new();
    }
}
