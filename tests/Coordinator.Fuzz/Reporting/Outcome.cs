namespace Coordinator.Fuzz.Reporting;

/// <summary>Result of a run. The number is the exit code.</summary>
internal enum Outcome
{
    /// <summary>Enough happened, and every promise held.</summary>
    Passed = 0,

    /// <summary>A promise was broken.</summary>
    Broken = 1,

    /// <summary>Too little happened for a result.</summary>
    Invalid = 3,
}
