using System.CommandLine;
using Coordinator.Fuzz.Parsing;

namespace Coordinator.Fuzz.Commands;

/// <summary><c>parsers</c>: gives changed bytes to the parsers in this process, without a coordinator.</summary>
internal static class ParsersCommand
{
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(10);

    public static Command Build()
    {
        var seed = Options.Seed();
        var duration = Options.DurationOf("10s", "Time limit");
        var from = Options.AtLeast("--from", "First case, to repeat some", 0, 0);
        var count = Options.AtLeast("--count", "Most cases", 1, long.MaxValue);
        var command = new Command(
            "parsers",
            "Gives changed bytes to the parsers in this process, without a coordinator. Exit codes: 0 passed, 1 a parser threw, 2 bad usage")
        {
            seed, duration, from, count,
        };
        command.SetAction((parsed, ct) => Task.FromResult(Run(
            Options.SeedOf(parsed.GetValue(seed)),
            Options.Parse(parsed.GetRequiredValue(duration)),
            parsed.GetValue(from),
            parsed.GetValue(count),
            ct)));
        return command;
    }

    private static int Run(int seed, TimeSpan duration, long from, long count, CancellationToken ct)
    {
        Console.Out.WriteLine($"seed {seed}, {Environment.ProcessorCount} processors");
        long cases = 0;
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        while (System.Diagnostics.Stopwatch.GetElapsedTime(began) is var elapsed && elapsed < duration && cases < count && !ct.IsCancellationRequested)
        {
            var left = duration - elapsed;
            var (done, failure) = ParserRun.Execute(seed, left < Slice ? left : Slice, from + cases, count == long.MaxValue ? count : count - cases);
            cases += done;
            elapsed = System.Diagnostics.Stopwatch.GetElapsedTime(began);
            Console.Out.WriteLine(FormattableString.Invariant($"{elapsed.TotalSeconds,5:0} s  {cases} cases, {cases / elapsed.TotalSeconds:0} a second"));
            if (failure is null)
                continue;
            Console.Out.WriteLine($"BROKEN, {failure}");
            return 1;
        }

        Console.Out.WriteLine($"PASSED, seed {seed}");
        return 0;
    }
}
