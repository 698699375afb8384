namespace Coordinator.Contracts.Checking;

/// <summary>Rules that participants and the coordinator share.</summary>
internal static class CheckVerdictExtensions
{
    /// <summary>True for a verdict that no later check can change.</summary>
    public static bool IsFinal(this CheckVerdict verdict) => verdict is CheckVerdict.Committed or CheckVerdict.RolledBack;
}
