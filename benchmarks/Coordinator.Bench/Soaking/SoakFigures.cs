namespace Coordinator.Bench.Soaking;

/// <summary>Figures of a soak of services.</summary>
internal sealed record SoakFigures
{
    /// <summary>Gets the number of orders that the service committed.</summary>
    public required long Committed { get; init; }

    /// <summary>Gets the number of sends that failed. What the database committed of them counts as committed all the same.</summary>
    public required long Failed { get; init; }

    /// <summary>Gets the number of effects in all groups.</summary>
    public required long Effects { get; init; }

    /// <summary>Gets the number of orders without their effect, in all groups.</summary>
    public required long Lost { get; init; }

    /// <summary>Gets the number of effects that happened once more.</summary>
    public required long Twice { get; init; }

    /// <summary>Gets the number of effects without an order.</summary>
    public required long Invented { get; init; }

    /// <summary>Gets the number of redeliveries that the inboxes absorbed. A killed consumer may not have reported its last ones.</summary>
    public required long Absorbed { get; init; }

    /// <summary>Gets a value indicating whether the parked transaction and the dead letter are the only ones, and the same as at the beginning.</summary>
    public required bool IsKept { get; init; }

    public required IReadOnlyList<Disturbance> Disturbances { get; init; }

    /// <summary>Gets the thirds of the measured time.</summary>
    public required IReadOnlyList<SoakPart> Thirds { get; init; }

    public required IReadOnlyList<SoakPart> Parts { get; init; }

    /// <summary>Gets a value indicating whether something was committed and no guarantee was broken.</summary>
    public bool IsSound => this is { Committed: > 0, Lost: 0, Twice: 0, Invented: 0, IsKept: true };

    public int Count(DisturbanceKind kind) => Disturbances.Count(disturbance => disturbance.Kind == kind);
}
