namespace Coordinator.Transactions;

/// <summary>What a transaction's one timer rings for.</summary>
internal sealed record Alarm(AlarmKind Kind)
{
    public static readonly Alarm CheckDue = new(AlarmKind.CheckDue);
    public static readonly Alarm CheckSilent = new(AlarmKind.CheckSilent);
    public static readonly Alarm AppendDue = new(AlarmKind.AppendDue);
    public static readonly Alarm Rest = new(AlarmKind.Rest);
}

internal enum AlarmKind
{
    CheckDue = 1,
    CheckSilent = 2,
    AppendDue = 3,
    Rest = 4,
}
