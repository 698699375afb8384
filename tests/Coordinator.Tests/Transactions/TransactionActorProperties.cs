using Akka.Actor;
using Coordinator.Contracts.Producing;
using Coordinator.Testing;
using Coordinator.Transactions;
using CsCheck;

namespace Coordinator.Tests.Transactions;

/// <summary>Random commands, crashes and journal faults: every reply is in the journal by then, and is never revoked.</summary>
public sealed class TransactionActorProperties
{
    private static readonly ITransactionMessage[] Commands =
    [
        Some.Prepare(), Some.Prepare(), Some.Commit(), Some.Rollback(),
        Some.Resolve(Resolution.Commit), Some.Resolve(Resolution.RollBack),
        Some.Concluded(1, CheckEnding.InProgress), Some.Concluded(1, CheckEnding.NoInstance), Some.Concluded(2, CheckEnding.Failed),
        Some.Concluded(1, CheckEnding.Committed), Some.Concluded(1, CheckEnding.RolledBack),
    ];

    private static readonly Gen<Step> GenStep = Gen.Select(
        Gen.Int[0, Commands.Length - 1],
        Gen.Int[0, 6],
        Gen.Int[0, 4],
        (command, fault, crash) => new Step(Commands[command], fault is >= 1 and <= 3 ? (JournalFault)fault : null, crash == 0));

    [Fact]
    public void Reply_is_durable_and_final() => GenStep.Array[1, 12].Sample(
        steps =>
        {
            using var run = new Run();
            foreach (var step in steps)
                run.Do(step);
        },
        iter: 60,
        threads: 1);

    private sealed record Step(ITransactionMessage Command, JournalFault? Fault, bool Crash);

    private sealed class Run : TransactionActorKit
    {
        private IActorRef _actor;
        private TransactionOutcome? _final;

        public Run() => _actor = Start();

        public void Do(Step step)
        {
            if (step.Crash)
                _actor = Crash(_actor);
            Journal.Clear();
            if (step.Fault is { } fault)
                Journal.Arm(fault);
            _actor.Tell(step.Command, TestActor);
            if (step.Command is CheckConcluded)
                _actor.Tell(Some.Commit(Some.OtherGroup), TestActor);
            switch (ExpectMsg<object>())
            {
                case TransactionReply reply:
                    Check(step, step.Command is CheckConcluded ? null : reply.Outcome);
                    break;
                case TransactionResolved resolved:
                    Check(step, resolved.Outcome);
                    break;
                case Terminated:
                    Assert.NotNull(step.Fault);
                    _actor = Start();
                    break;
                case var other:
                    Assert.Fail($"no reply: {other}");
                    break;
            }

            CheckHistory();
        }

        private void Check(Step step, TransactionOutcome? outcome)
        {
            switch (outcome)
            {
                case TransactionOutcome.Busy:
                    Assert.NotNull(step.Fault);
                    ExpectTerminated(_actor);
                    _actor = Start();
                    break;
                case TransactionOutcome.Accepted when step.Command is PrepareTransaction:
                    Assert.Contains(nameof(TransactionPrepared), Written);
                    break;
                case TransactionOutcome.Accepted when step.Command is CommitTransaction or ResolveTransaction { Resolution: Resolution.Commit }:
                case TransactionOutcome.AlreadyCommitted:
                    Finally(TransactionOutcome.AlreadyCommitted, nameof(TransactionCommitted));
                    break;
                case TransactionOutcome.Accepted when step.Command is RollbackTransaction or ResolveTransaction:
                case TransactionOutcome.AlreadyRolledBack:
                    Finally(TransactionOutcome.AlreadyRolledBack, nameof(TransactionRolledBack));
                    break;
                case TransactionOutcome.NotFound:
                    Assert.Empty(Written);
                    break;
                case null:
                    break;
                default:
                    Assert.Fail($"{outcome} to {step.Command}");
                    break;
            }
        }

        private void Finally(TransactionOutcome final, string written)
        {
            Assert.Contains(written, Written);
            Assert.Equal(final, _final ?? final);
            _final = final;
        }

        private void CheckHistory()
        {
            Assert.True(Written.Count(happened => happened is nameof(TransactionCommitted) or nameof(TransactionRolledBack)) <= 1);
            var events = Journal.EventsOf(JournalId).Cast<ITransactionEvent>();
            Assert.NotNull(events.Aggregate(TransactionState.None, (state, happened) => state.Apply(happened)));
        }
    }
}
