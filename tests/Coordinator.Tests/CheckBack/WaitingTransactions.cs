using Akka.Actor;
using Coordinator.CheckBack;
using Coordinator.Contracts;
using Coordinator.Transactions;

namespace Coordinator.Tests.CheckBack;

/// <summary>
/// Stands for the transactions' region: many undecided transactions of one group, each of which asks when its wait is over,
/// and waits again when it could not be asked, as the real ones do.
/// </summary>
internal sealed class WaitingTransactions : ReceiveActor, IWithTimers
{
    private readonly Dictionary<TransactionId, int> _unasked = [];

    public WaitingTransactions(CheckPolicy policy, ProducerGroup group, Func<IActorRef> sender, Action<TransactionId> decided)
    {
        Receive<WakeTransaction>(wake =>
        {
            if (_unasked.TryAdd(wake.Id, 0) || wake.Returned?.Contains(group) is true)
                Self.Tell(new Due(wake.Id));
        });
        Receive<Due>(due =>
        {
            if (_unasked.ContainsKey(due.Id))
                sender().Tell(new RequestCheck(due.Id, group, 1, []));
        });
        Receive<CheckConcluded>(concluded =>
        {
            if (concluded.Ending is CheckEnding.NoInstance or CheckEnding.Deferred)
            {
                _unasked[concluded.Id] = concluded.Ending is CheckEnding.Deferred ? 1 : _unasked[concluded.Id] + 1;
                var wait = policy.DelayAfterUnasked(concluded.Id, _unasked[concluded.Id]);
                Timers.StartSingleTimer(concluded.Id, new Due(concluded.Id), wait);
                return;
            }

            _unasked.Remove(concluded.Id);
            Timers.Cancel(concluded.Id);
            decided(concluded.Id);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private sealed record Due(TransactionId Id);
}
