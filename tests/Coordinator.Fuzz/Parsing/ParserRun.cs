using System.Diagnostics;
using Coordinator.Fuzz.Mutating;

namespace Coordinator.Fuzz.Parsing;

/// <summary>Gives changed bytes to parsers, in this process and on all processors.</summary>
internal static class ParserRun
{
    private const int MostBytes = 4_096;
    private const int BatchSize = 2_000;

    /// <summary>Runs until the time is over, or a parser has thrown.</summary>
    /// <param name="seed">Seed of all cases.</param>
    /// <param name="duration">Time limit.</param>
    /// <param name="from">Number of the first case.</param>
    /// <param name="count">Most cases.</param>
    /// <returns>Number of cases, and the first that failed.</returns>
    public static (long Cases, ParserFailure? Failure) Execute(int seed, TimeSpan duration, long from = 0, long count = long.MaxValue)
    {
        var began = Stopwatch.GetTimestamp();
        ParserFailure? failure = null;
        long next = from;
        long cases = 0;
        Parallel.For(0, Environment.ProcessorCount, _ =>
        {
            while (Volatile.Read(ref failure) is null && Stopwatch.GetElapsedTime(began) < duration)
            {
                var first = Interlocked.Add(ref next, BatchSize) - BatchSize;
                if (first - from >= count)
                    return;
                var last = Math.Min(first + BatchSize, count == long.MaxValue ? long.MaxValue : from + count);
                for (var number = first; number < last; number++)
                {
                    if (Try(seed, number) is { } found)
                        Interlocked.CompareExchange(ref failure, found, null);
                }

                Interlocked.Add(ref cases, last - first);
            }
        });
        return (cases, failure);
    }

    private static ParserFailure? Try(int seed, long number)
    {
        var random = FuzzRandom.Of(seed, number);
        var parser = random.Pick(ParserCatalog.All);
        var bytes = Bytes(random, parser);
        try
        {
            parser.Read(random, bytes);
            return null;
        }
#pragma warning disable CA1031 // Any exception is what is looked for.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return new ParserFailure(seed, number, parser.Name, bytes, thrown);
        }
    }

    private static byte[] Bytes(FuzzRandom random, Parser parser)
    {
        var sample = parser.Sample(random);
        return random.Below(10) switch
        {
            0 => sample,
            1 => random.Bytes(random.Below(200)),
            < 6 => ByteMutator.Mutate(random, sample),
            _ => ProtoMutator.Mutate(random, sample, MostBytes),
        };
    }
}
