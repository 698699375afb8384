namespace Coordinator.Transactions;

/// <summary>Message of the single timer of a transaction.</summary>
internal sealed record TransactionTimer(TransactionTimerKind Kind)
{
    public static readonly TransactionTimer CheckDue = new(TransactionTimerKind.CheckDue);
    public static readonly TransactionTimer CheckSilent = new(TransactionTimerKind.CheckSilent);
    public static readonly TransactionTimer AppendDue = new(TransactionTimerKind.AppendDue);
    public static readonly TransactionTimer Passivate = new(TransactionTimerKind.Passivate);
}

internal enum TransactionTimerKind
{
    CheckDue = 1,
    CheckSilent = 2,
    AppendDue = 3,
    Passivate = 4,
}
