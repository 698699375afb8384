using Coordinator.Bench.Databases;
using Coordinator.Bench.Targets;

namespace Coordinator.Bench.Soaking;

/// <summary>Judges a soak of services by its last third beside the second. In the first third everything grows to its working set.</summary>
internal static class SoakVerdicts
{
    private const double MostGrowth = 1.1;
    private const string Target = "last third ≤ 1.1 of the second";

    public static IReadOnlyList<Verdict> Of(SoakFigures figures)
    {
        var (middle, last) = (figures.Thirds[1], figures.Thirds[2]);
        return
        [
            Guarantees(figures),
            Kept(figures),
            Size("coordinator's database", middle.Coordinator, last.Coordinator),
            Size("services' databases", middle.Services, last.Services),
            Growth("memory of the coordinator", middle.CoordinatorMemory, last.CoordinatorMemory, Megabytes),
            Growth("memory of the services", middle.ServicesMemory, last.ServicesMemory, Megabytes),
            Growth("end to end p50", middle.P50, last.P50, Figure.Ms),
            Growth("end to end p99", middle.P99, last.P99, Figure.Ms),
            Growth("end to end p99 of what overlaps no disturbance", middle.P99Undisturbed, last.P99Undisturbed, Figure.Ms),
        ];
    }

    private static Verdict Guarantees(SoakFigures figures) => new(
        $"{Figure.Number(figures.Committed)} committed; killed: service {figures.Count(DisturbanceKind.KillService)} times, consumers "
        + $"{figures.Count(DisturbanceKind.KillConsumer)}, coordinator {figures.Count(DisturbanceKind.KillCoordinator)}; "
        + $"{figures.Count(DisturbanceKind.Rewind)} rewinds",
        "0 lost, 0 effects twice",
        $"{Figure.Number(figures.Lost)} lost, {Figure.Number(figures.Twice)} twice, {Figure.Number(figures.Invented)} without a commit, "
        + $"{Figure.Number(figures.Absorbed)} redeliveries absorbed, {Figure.Number(figures.Failed)} sends failed",
        figures is { Committed: > 0, Lost: 0, Twice: 0, Invented: 0 });

    private static Verdict Kept(SoakFigures figures) => new(
        "parked transaction and dead letter of the first minute",
        "still there, and no others",
        figures.IsKept ? "still there, and no others" : "not as at the beginning",
        figures.IsKept);

    private static Verdict Size(string name, DatabaseSize middle, DatabaseSize last)
    {
        var (rows, bytes) = (Ratio(middle.Rows, last.Rows), Ratio(middle.Bytes, last.Bytes));
        return new Verdict(
            $"rows and bytes of the {name}",
            Target,
            $"rows {Figure.Number(rows)} ({last.Rows:N0}), bytes {Figure.Number(bytes)} ({Megabytes(last.Bytes)})",
            rows <= MostGrowth && bytes <= MostGrowth);
    }

    private static Verdict Growth(string name, double middle, double last, Func<double, string> text)
    {
        var growth = Ratio(middle, last);
        return new Verdict(name, Target, $"{Figure.Number(growth)} ({text(last)} after {text(middle)})", growth <= MostGrowth);
    }

    // A third without a measurement is no success.
    private static double Ratio(double middle, double last) => middle == 0 ? double.PositiveInfinity : last / middle;

    private static string Megabytes(double bytes) => $"{Figure.Number(bytes / (1 << 20))} MB";
}
