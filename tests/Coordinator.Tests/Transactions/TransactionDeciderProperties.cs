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
        Some.Rollback(), Some.Rollback(Some.OtherGroup),
        Some.Resolve(Resolution.Commit), Some.Resolve(Resolution.RollBack),
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
        TransactionPhase? decided = null;
        foreach (var command in history.Commands)
        {
            run.Do(command);
            if (decided is { } decision && (run.State.IsCommitted != (decision is TransactionPhase.Committed) || run.State.IsOpen))
                return false;
            if (decided is null && !run.State.IsOpen && run.State.Phase is not TransactionPhase.None)
                decided = run.State.IsCommitted ? TransactionPhase.Committed : TransactionPhase.RolledBack;
        }

        return run.Events.Count(happened => happened is TransactionCommitted or TransactionRolledBack) <= 1
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
            return (command, outcome) switch
            {
                (CheckConcluded, _) => true,
                (PrepareTransaction, TransactionOutcome.Accepted) => run.State.IsOpen,
                (CommitTransaction, TransactionOutcome.Accepted) => run.State.IsCommitted,
                (RollbackTransaction, TransactionOutcome.Accepted) => run.State.Phase is TransactionPhase.RolledBack,
                (ResolveTransaction { Resolution: Resolution.Commit }, TransactionOutcome.Accepted) => run.State.IsCommitted,
                (ResolveTransaction, TransactionOutcome.Accepted) => run.State.Phase is TransactionPhase.RolledBack,
                (_, TransactionOutcome.AlreadyCommitted) => run.State.IsCommitted,
                (_, TransactionOutcome.AlreadyRolledBack) => run.State.Phase is TransactionPhase.RolledBack,
                (CommitTransaction or ResolveTransaction, TransactionOutcome.NotFound) => run.State.Phase is TransactionPhase.None,
                (_, TransactionOutcome.Conflict) => run.State.Phase is not TransactionPhase.None,
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
