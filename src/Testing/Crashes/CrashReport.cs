namespace Coordinator.Testing.Crashes;

/// <summary>Result of a scenario that ran once for each crash point.</summary>
/// <param name="Runs">The runs, in the order of the crash points.</param>
public sealed record CrashReport(IReadOnlyList<CrashRun> Runs)
{
    /// <summary>Number of crash points that the library defines, and that were run.</summary>
    public int Defined => Runs.Count;

    /// <summary>Number of crash points that the scenario passes.</summary>
    public int Reached => Runs.Count(run => run.IsReached);

    /// <summary>Number of crash points after which the invariant held.</summary>
    public int Survived => Runs.Count(run => run is { IsReached: true, Failure: null });

    /// <summary>Runs that failed.</summary>
    public IEnumerable<CrashRun> Failed => Runs.Where(run => run.Failure is not null);

    /// <summary>Returns the numbers in the first line, and each run in a further one.</summary>
    public override string ToString() =>
        string.Join(Environment.NewLine, [$"points defined {Defined}, reached {Reached}, survived {Survived}", .. Runs.Select(run => run.ToString())]);
}
