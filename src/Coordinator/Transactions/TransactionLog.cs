using Akka.Event;
using Coordinator.Contracts;

namespace Coordinator.Transactions;

/// <summary>Lines of log that a producer can cause with each of its commands, at a limited rate.</summary>
internal sealed class TransactionLog(TransactionId id, ILoggingAdapter log, TransactionDependencies dependencies)
{
    public void Contradiction(TransactionState state, ITransactionMessage command)
    {
        TransactionMetrics.Contradictions.Add(1);
        if (dependencies.Throttle.IsDue($"contradiction {state.Group}", out var leftOut))
        {
            log.Error(
                "Transaction {Id} is {Phase}, and {Command} contradicts that. The decision stands. {Others} more of group {Group} since the last such line.",
                id, state.Phase, command, leftOut, state.Group);
        }
    }

    /// <summary>Counts a durable event, and logs it when somebody should know.</summary>
    public void Happened(ITransactionEvent happened, TransactionState state)
    {
        TransactionMetrics.Count(happened);
        if (happened is TransactionParked)
            Parked(state);
    }

    /// <summary>Logs that the budget of answered checks is used up: somebody should look at the transaction.</summary>
    private void Parked(TransactionState state)
    {
        if (dependencies.Throttle.IsDue($"parked {state.Group}", out var leftOut))
        {
            log.Warning(
                "Transaction {Id} of group {Group} is parked: {Answers} checks were answered without a decision. Slow checks go on, and an operator may decide. {Others} more of the group since the last such line.",
                id, state.Group, state.Answers, leftOut);
        }
    }

    /// <summary>Logs a rejection, which a producer causes when it calls a used id new.</summary>
    public void Rejection(Exception cause)
    {
        if (dependencies.Throttle.IsDue("rejection", out var leftOut))
        {
            log.Warning(
                cause, "The journal rejected an event of transaction {Id}, which recovers. {Others} more since the last such line.", id, leftOut);
        }
    }
}
