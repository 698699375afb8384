using Coordinator.Bench.Reporting;

namespace Coordinator.Bench.Comparing;

/// <summary>Figure of a run that is compared.</summary>
/// <param name="Name">Name with its unit.</param>
/// <param name="Of">Reads the figure; <c>null</c> when the run does not have it.</param>
/// <param name="Direction">Direction in which it improves.</param>
internal sealed record FigureDefinition(string Name, Func<RunFigures, double?> Of, Direction Direction = Direction.LowerIsBetter)
{
    /// <summary>Gets the smallest difference that may be decided.</summary>
    public double LeastDifference { get; init; } = 0.1;

    /// <summary>Gets a value indicating whether the figure has a verdict; without one it is shown for information.</summary>
    public bool IsJudged { get; init; } = true;

    /// <summary>Defines a cost of a transaction. It depends least on the machine, so no difference is too small.</summary>
    public static FigureDefinition Cost(string name, Func<RunFigures, double?> of) => new(name, of) { LeastDifference = 0 };

    /// <summary>Defines a figure that is shown and not judged.</summary>
    public static FigureDefinition Shown(string name, Func<RunFigures, double?> of) => new(name, of) { IsJudged = false };
}
