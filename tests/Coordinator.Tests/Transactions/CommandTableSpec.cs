using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Transactions;
using static Coordinator.Contracts.Producing.TransactionOutcome;
using static Coordinator.Contracts.Producing.TransactionPhase;

namespace Coordinator.Tests.Transactions;

/// <summary>Tests the table of section 3 of the design, cell by cell: replies and written events.</summary>
public sealed class CommandTableSpec
{
    private const int Budget = 3;
    private const string Nothing = "";

    private static readonly TransactionDecider Decider = new(Budget);

    [Theory]
    [InlineData(None, Accepted, nameof(TransactionPrepared))]
    [InlineData(Prepared, Accepted, Nothing)]
    [InlineData(Parked, Accepted, Nothing)]
    [InlineData(Committed, AlreadyCommitted, Nothing)]
    [InlineData(Completed, AlreadyCommitted, Nothing)]
    [InlineData(RolledBack, AlreadyRolledBack, Nothing)]
    [Trait("race", "5")]
    public void Prepare_of_the_same_messages(TransactionPhase phase, TransactionOutcome outcome, string written) =>
        Check(Some.State(phase), Some.Prepare(), outcome, written);

    [Theory]
    [InlineData(None, Accepted, nameof(TransactionPrepared))]
    [InlineData(Prepared, Conflict, Nothing)]
    [InlineData(Parked, Conflict, Nothing)]
    [InlineData(Committed, Conflict, Nothing)]
    [InlineData(Completed, Conflict, Nothing)]
    [InlineData(RolledBack, Conflict, Nothing)]
    [Trait("race", "5")]
    public void Prepare_of_other_messages(TransactionPhase phase, TransactionOutcome outcome, string written) =>
        Check(Some.State(phase), Some.Prepare(body: "other"), outcome, written);

    [Fact]
    [Trait("race", "8")]
    public void Prepare_after_its_rollback_is_refused() =>
        Check(Some.Tombstone(), Some.Prepare(), AlreadyRolledBack, Nothing);

    [Theory]
    [InlineData(None, Accepted, $"{nameof(TransactionPrepared)} {nameof(TransactionCommitted)}")]
    [InlineData(Prepared, Accepted, nameof(TransactionAppended))]
    [InlineData(Parked, Accepted, nameof(TransactionAppended))]
    [InlineData(Committed, Accepted, Nothing)]
    [InlineData(Completed, Accepted, Nothing)]
    [InlineData(RolledBack, AlreadyRolledBack, nameof(TransactionReported), true)]
    [Trait("race", "57")]
    public void Hand_over_of_the_same_messages(TransactionPhase phase, TransactionOutcome outcome, string written, bool contradiction = false) =>
        Check(Some.State(phase), Some.HandOver(), outcome, written, contradiction);

    [Theory]
    [InlineData(None, Accepted, $"{nameof(TransactionPrepared)} {nameof(TransactionCommitted)}")]
    [InlineData(Prepared, Conflict, Nothing)]
    [InlineData(Parked, Conflict, Nothing)]
    [InlineData(Committed, Conflict, Nothing)]
    [InlineData(Completed, Conflict, Nothing)]
    [InlineData(RolledBack, Conflict, Nothing)]
    [Trait("race", "57")]
    public void Hand_over_of_other_messages(TransactionPhase phase, TransactionOutcome outcome, string written) =>
        Check(Some.State(phase), Some.HandOver(body: "other"), outcome, written);

    [Fact]
    [Trait("race", "57")]
    public void Hand_over_after_the_tombstone_is_refused() =>
        Check(Some.Tombstone(), Some.HandOver(), AlreadyRolledBack, Nothing, contradiction: true);

    [Theory]
    [InlineData(None, NotFound, Nothing)]
    [InlineData(Prepared, Accepted, nameof(TransactionAppended))]
    [InlineData(Parked, Accepted, nameof(TransactionAppended))]
    [InlineData(Committed, Accepted, Nothing)]
    [InlineData(Completed, Accepted, Nothing)]
    [InlineData(RolledBack, AlreadyRolledBack, nameof(TransactionReported), true)]
    [Trait("race", "7")]
    public void Commit(TransactionPhase phase, TransactionOutcome outcome, string written, bool contradiction = false) =>
        Check(Some.State(phase), Some.Commit(), outcome, written, contradiction);

    [Fact]
    [Trait("race", "8")]
    public void Commit_after_the_tombstone_is_refused() =>
        Check(Some.Tombstone(), Some.Commit(), AlreadyRolledBack, Nothing, contradiction: true);

    [Theory]
    [InlineData(None, Accepted, nameof(TransactionRolledBack))]
    [InlineData(Prepared, Accepted, nameof(TransactionRolledBack))]
    [InlineData(Parked, Accepted, nameof(TransactionRolledBack))]
    [InlineData(Committed, AlreadyCommitted, nameof(TransactionReported), true)]
    [InlineData(Completed, AlreadyCommitted, nameof(TransactionReported), true)]
    [InlineData(RolledBack, Accepted, Nothing)]
    [Trait("race", "7")]
    public void Rollback(TransactionPhase phase, TransactionOutcome outcome, string written, bool contradiction = false) =>
        Check(Some.State(phase), Some.Rollback(), outcome, written, contradiction);

    [Theory]
    [InlineData(Prepared)]
    [InlineData(Parked)]
    [InlineData(Committed)]
    [InlineData(Completed)]
    [InlineData(RolledBack)]
    public void Another_group_is_refused_whatever_it_commands(TransactionPhase phase)
    {
        Check(Some.State(phase), Some.Prepare(group: Some.OtherGroup), Conflict, Nothing);
        Check(Some.State(phase), Some.HandOver(group: Some.OtherGroup), Conflict, Nothing);
        Check(Some.State(phase), Some.Commit(Some.OtherGroup), Conflict, Nothing);
        Check(Some.State(phase), Some.Rollback(Some.OtherGroup), Conflict, Nothing);
    }

    [Fact]
    [Trait("race", "22")]
    public void Rollback_before_any_prepare_binds_its_own_group_only()
    {
        var tombstone = Some.Tombstone(Some.OtherGroup);
        Check(tombstone, Some.Commit(), NotFound, Nothing);
        Check(tombstone, Some.Rollback(), Accepted, nameof(TransactionRolledBack));
        Check(tombstone, Some.Prepare(), Accepted, nameof(TransactionPrepared));
    }

    [Theory]
    [InlineData(Prepared)]
    [InlineData(Committed)]
    [InlineData(RolledBack)]
    [Trait("race", "22")]
    public void Group_that_rolled_the_id_back_first_stays_rolled_back_whatever_the_group_that_prepared_it_does(TransactionPhase phase)
    {
        var state = Some.State(phase, from: Some.Tombstone(Some.OtherGroup));
        Assert.Equal(phase, state.Phase);
        Check(state, Some.Prepare(group: Some.OtherGroup), AlreadyRolledBack, Nothing);
        Check(state, Some.Commit(Some.OtherGroup), AlreadyRolledBack, Nothing, contradiction: true);
        Check(state, Some.Rollback(Some.OtherGroup), Accepted, Nothing);
        Check(state, Some.Rollback(new ProducerGroup("third")), Conflict, Nothing);
    }

    [Theory]
    [InlineData(None, Nothing, Nothing)]
    [InlineData(Prepared, nameof(TransactionAppended), nameof(TransactionRolledBack))]
    [InlineData(Parked, nameof(TransactionAppended), nameof(TransactionRolledBack))]
    [InlineData(Committed, nameof(TransactionReported), nameof(TransactionReported), false, true)]
    [InlineData(Completed, nameof(TransactionReported), nameof(TransactionReported), false, true)]
    [InlineData(RolledBack, nameof(TransactionReported), nameof(TransactionReported), true, false)]
    [Trait("race", "9")]
    public void Check_that_decides(
        TransactionPhase phase,
        string ifCommitted,
        string ifRolledBack,
        bool committedContradicts = false,
        bool rolledBackContradicts = false)
    {
        foreach (var number in new[] { 1, 2, 17 })
        {
            Decide(Some.Concluded(number, CheckEnding.Committed), ifCommitted, committedContradicts);
            Decide(Some.Concluded(number, CheckEnding.RolledBack), ifRolledBack, rolledBackContradicts);
        }

        void Decide(CheckConcluded conclusion, string written, bool contradiction)
        {
            var decision = Decider.Decide(Some.State(phase), conclusion, Some.Now);
            Assert.Equal(written, Written(decision));
            Assert.Equal(contradiction, decision.Contradiction);
        }
    }

    [Theory]
    [InlineData(None, 1, Nothing)]
    [InlineData(Prepared, 1, nameof(TransactionChecked))]
    [InlineData(Prepared, 2, Nothing)]
    [InlineData(Parked, 1, Nothing)]
    [InlineData(Parked, 2, nameof(TransactionChecked))]
    [InlineData(Committed, 1, Nothing)]
    [InlineData(Completed, 1, Nothing)]
    [InlineData(RolledBack, 1, Nothing)]
    public void Check_that_decides_nothing(TransactionPhase phase, int number, string written)
    {
        CheckEnding[] endings = [CheckEnding.InProgress, CheckEnding.Failed, CheckEnding.TimedOut, CheckEnding.NoInstance];
        foreach (var ending in endings)
            Check(Some.State(phase), Some.Concluded(number, ending), Accepted, written);
        Check(Some.State(phase), Some.Concluded(number, CheckEnding.Deferred), Accepted, Nothing);
    }

    [Theory]
    [InlineData(None, NotFound, false)]
    [InlineData(Prepared, Accepted, true)]
    [InlineData(Parked, Accepted, true)]
    [InlineData(Committed, AlreadyCommitted, false)]
    [InlineData(Completed, AlreadyCommitted, false)]
    [InlineData(RolledBack, AlreadyRolledBack, false)]
    public void Operators_resolve(TransactionPhase phase, TransactionOutcome outcome, bool decides)
    {
        Check(Some.State(phase), Some.Resolve(Resolution.Commit), outcome, decides ? nameof(TransactionAppended) : Nothing);
        Check(Some.State(phase), Some.Resolve(Resolution.RollBack), outcome, decides ? nameof(TransactionRolledBack) : Nothing);
    }

    [Fact]
    public void Anything_else_is_no_command() => Assert.Throws<ArgumentOutOfRangeException>(
        () => Decider.Decide(TransactionState.None, new WakeTransaction(Some.Id), Some.Now));

    private static void Check(
        TransactionState state,
        ITransactionMessage command,
        TransactionOutcome outcome,
        string written,
        bool contradiction = false)
    {
        var decision = Decider.Decide(state, command, Some.Now);
        Assert.Equal(outcome, decision.Outcome);
        Assert.Equal(written, Written(decision));
        Assert.Equal(contradiction, decision.Contradiction);
    }

    private static string Written(Decision decision) => string.Join(' ', decision.Events.Select(happened => happened.GetType().Name));
}
