using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Transactions;
using CsCheck;

namespace Coordinator.Tests.Transactions;

/// <summary>Tests properties that must hold for every order of commands.</summary>
public sealed class TransactionDeciderProperties
{
    private static readonly ITransactionMessage[] Commands =
    [
        Some.Prepare(), Some.Prepare(body: "other"), Some.Prepare(group: Some.OtherGroup),
        Some.Commit(), Some.Commit(Some.OtherGroup),
        Some.HandOver(), Some.HandOver(body: "other"), Some.HandOver(group: Some.OtherGroup),
        Some.Rollback(), Some.Rollback(Some.OtherGroup),
        Some.Resolve(Resolution.Commit), Some.Resolve(Resolution.RollBack),
        Some.Wish(Resolution.Commit), Some.Wish(Resolution.RollBack),
    ];

    private static readonly CheckEnding[] Undecided =
        [CheckEnding.InProgress, CheckEnding.Failed, CheckEnding.TimedOut, CheckEnding.NoInstance, CheckEnding.Deferred];

    private static readonly Gen<ITransactionMessage> GenUndecided =
        Gen.Select(Gen.Int[1, 12], AnyOf(Undecided), (number, ending) => (ITransactionMessage)Some.Concluded(number, ending));

    private static readonly Gen<ITransactionMessage> GenDecided = Gen.Select(
        Gen.Int[1, 12],
        AnyOf(CheckEnding.Committed, CheckEnding.RolledBack),
        (number, ending) => (ITransactionMessage)Some.Concluded(number, ending));

    /// <summary>
    /// Generates mostly commands that leave the transaction open, so that histories get long before they are decided.
    /// </summary>
    private static readonly Gen<ITransactionMessage> GenCommand = Gen.Frequency(
        (3, Gen.Const((ITransactionMessage)Some.Prepare())),
        (4, AnyOf(Commands)),
        (20, GenUndecided),
        (1, GenDecided));

    private static readonly Gen<(int Budget, ITransactionMessage[] Commands)> GenHistory =
        Gen.Select(Gen.Int[1, 4], GenCommand.Array[0, 40]);

    [Fact]
    public void Decision_never_changes_and_is_one() => GenHistory.Sample(history =>
    {
        var run = new Run(history.Budget);
        var decided = new Dictionary<ProducerGroup, bool>();
        foreach (var command in history.Commands)
        {
            run.Do(command);
            foreach (var group in new[] { Some.Group, Some.OtherGroup })
            {
                var seen = run.State.SeenBy(group);
                if (decided.TryGetValue(group, out var isCommitted) && (seen is null || seen.IsCommitted != isCommitted || seen.IsOpen))
                    return false;
                if (seen is { IsOpen: false, Phase: not TransactionPhase.None })
                    decided[group] = seen.IsCommitted;
            }
        }

        return run.Events.Count(happened => happened is TransactionPrepared) <= 1
            && run.Events.Count(happened => happened is TransactionCommitted or TransactionAppended or TransactionRolledBack { Tombstone: null }) <= 1
            && run.Events.OfType<TransactionRolledBack>().GroupBy(rolledBack => rolledBack.Tombstone).All(same => same.Count() == 1)
            && run.Events.Count(happened => happened is TransactionReported) <= 8
            && run.Events.Count(happened => happened is TransactionCompleted) <= 1;
    }, iter: 20_000);

    [Fact]
    public void Repeated_command_changes_nothing_more() => GenHistory.Sample(history =>
    {
        var run = new Run(history.Budget);
        return history.Commands.All(command =>
        {
            run.Do(command);
            return run.Decide(command).Events.Count == 0;
        });
    }, iter: 20_000);

    [Fact]
    public void Budget_counts_answers_and_nothing_else() => GenHistory.Sample(history =>
    {
        var run = new Run(history.Budget);
        foreach (var command in history.Commands)
        {
            run.Do(command);
            var answers = run.Events.Count(happened => happened is TransactionChecked { Ending: CheckEnding.InProgress });
            var parked = run.Events.Count(happened => happened is TransactionParked);
            if (run.State.Answers != answers || parked != (answers >= history.Budget ? 1 : 0))
                return false;
        }

        return true;
    }, iter: 20_000);

    [Fact]
    public void Outcome_says_what_holds_afterwards() => GenHistory.Sample(history =>
    {
        var run = new Run(history.Budget);
        return history.Commands.All(command =>
        {
            var outcome = run.Do(command).Outcome;
            var seen = GroupOf(command) is { } group ? run.State.SeenBy(group) : run.State;
            return (command, outcome) switch
            {
                (CheckConcluded, _) => true,
                (PrepareTransaction, TransactionOutcome.Accepted) => seen!.IsOpen,
                (CommitTransaction or HandOverTransaction, TransactionOutcome.Accepted) => seen!.IsCommitted,
                (RollbackTransaction, TransactionOutcome.Accepted) => seen!.Phase is TransactionPhase.RolledBack,
                (ResolveTransaction { Resolution: Resolution.Commit }, TransactionOutcome.Accepted) => seen!.IsCommitted,
                (ResolveTransaction, TransactionOutcome.Accepted) => seen!.Phase is TransactionPhase.RolledBack,
                (_, TransactionOutcome.AlreadyCommitted) => seen!.IsCommitted,
                (_, TransactionOutcome.AlreadyRolledBack) => seen!.Phase is TransactionPhase.RolledBack,
                (ResolveTransaction { Force: false }, TransactionOutcome.Busy) => seen!.IsOpen,
                (CommitTransaction or ResolveTransaction, TransactionOutcome.NotFound) => seen!.Phase is TransactionPhase.None,
                (PrepareTransaction or HandOverTransaction, TransactionOutcome.Conflict) => seen is null || seen.Digest is not null,
                (_, TransactionOutcome.Conflict) => seen is null,
                _ => false,
            };
        });
    }, iter: 20_000);

    [Fact]
    public void History_read_again_gives_the_same_state() => GenHistory.Sample(history =>
    {
        var run = new Run(history.Budget);
        foreach (var command in history.Commands)
            run.Do(command);
        return run.Events.Aggregate(TransactionState.None, (state, happened) => state.Apply(happened)) == run.State;
    }, iter: 5_000);

    private static ProducerGroup? GroupOf(ITransactionMessage command) => command switch
    {
        PrepareTransaction prepare => prepare.Group,
        HandOverTransaction handOver => handOver.Group,
        CommitTransaction commit => commit.Group,
        RollbackTransaction rollback => rollback.Group,
        _ => null,
    };

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private sealed class Run(int budget)
    {
        private readonly TransactionDecider _decider = new(budget);

        public TransactionState State { get; private set; } = TransactionState.None;

        public List<ITransactionEvent> Events { get; } = [];

        public Decision Decide(ITransactionMessage command) => _decider.Decide(State, command, Some.Now);

        public Decision Do(ITransactionMessage command)
        {
            var decision = Decide(command);
            foreach (var happened in decision.Events)
            {
                State = State.Apply(happened);
                Events.Add(happened);
            }

            return decision;
        }
    }
}
