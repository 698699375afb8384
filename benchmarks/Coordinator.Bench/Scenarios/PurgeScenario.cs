using System.CommandLine;
using System.Diagnostics;
using Coordinator.Bench.Databases;
using Coordinator.Bench.Filling;
using Coordinator.Bench.Processes;
using Coordinator.Bench.Running;
using Coordinator.Bench.Targets;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Participants;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Producing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Coordinator.Bench.Scenarios;

/// <summary><c>purge</c>: a journal of old, finished transactions is deleted while new ones go on.</summary>
internal sealed class PurgeScenario(PurgePlan plan) : IScenario
{
    private const int FillProducer = 0xF00;
    private const int SampleProducer = 0xE00;
    private const double MostRatio = 2;

    // Of the same length as the topic of the load, so that rows of the one become rows of the other.
    private const string OldTopic = "heap0";

    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromHours(3);

    public string Name => $"purge of {plan.Transactions:N0} transactions, {plan.Load.Title}, at most {plan.RowsPerSecond:N0} rows/s";

    public static Command Build()
    {
        var transactions = SharedOptions.Count("--transactions", "Finished transactions in the journal, each with one message", 10_000_000);
        var rate = SharedOptions.Count("--rate", "Transactions a second beside the purge", 1_000);
        var rows = SharedOptions.Count("--rows-per-second", "Limit of the deletion (retention.rowsPerSecond)", 10_000);
        var seconds = SharedOptions.Seconds("--seconds", "Measured time of the load in seconds, without and during the purge", 60);
        var warmUp = SharedOptions.Seconds("--warm-up", "Seconds of the same load before the measured time", 20);
        return ScenarioCommand.Build(
            "purge",
            "Fills a journal with old, finished transactions and their messages, and lets retention delete them while new transactions go on. "
            + "Measures the rows deleted each second, and the producers' latency without and during the purge",
            [transactions, rate, rows, seconds, warmUp],
            (parsed, shared) => new PurgeScenario(new PurgePlan(
                parsed.GetValue(transactions),
                parsed.GetValue(rows),
                new RunPlan
                {
                    Storage = parsed.GetValue(shared.Storage),
                    InFlight = 1_024,
                    Size = 128,
                    Rate = parsed.GetValue(rate),
                    WarmUp = TimeSpan.FromSeconds(parsed.GetValue(warmUp)),
                    Length = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                    Coordinator = CoordinatorSettings.Of(shared.Set(parsed)),
                })));
    }

    public async Task<ScenarioResult> MeasureAsync(BenchSession bench, CancellationToken ct)
    {
        bench.Progress.Title = plan.Load.Title;
        var data = bench.NewDirectory();
        await using var database = await bench.CreateDatabaseAsync(plan.Load.Storage, data, ct);
        var filled = await FillAsync(bench, database, data, ct);
        PurgeFigures figures;
        var without = await WithoutAsync(bench, database, data, ct);
        bench.Progress.Title = $"{plan.Load.Title}, purging";
        await using (var coordinator = await StartAsync(plan.Purging, database, data, ct))
        {
            var begun = Stopwatch.GetTimestamp();
            var gone = GoneAsync(bench, database, filled, ct);
            var run = new Run(plan.Load with { FirstProducer = 1 }, database, data, bench.NewDirectory(), bench.Progress);
            var during = await run.LoadAsync(coordinator, ct);
            var ended = await gone;
            figures = new PurgeFigures(filled.Count, Stopwatch.GetElapsedTime(begun, ended).TotalSeconds, without, during);
        }

        return Result(figures);
    }

    private async Task<FilledRows> FillAsync(BenchSession bench, IBenchDatabase database, string data, CancellationToken ct)
    {
        bench.Progress.Say("making a sample");
        var sample = plan.Load with { WarmUp = TimeSpan.Zero, Length = Sample, InFlight = 16, Rate = null, FirstProducer = SampleProducer };
        await using (var coordinator = await StartAsync(PurgePlan.Keeping, database, data, ct))
        {
            await new Run(sample, database, data, bench.NewDirectory(), bench.Progress).LoadAsync(coordinator, ct);
            await CreateTopicAsync(coordinator.ContactPoint, ct);
        }

        await using var writer = await database.OpenJournalAsync(ct);
        var template = await writer.TemplateAsync(ct);
        var after = await database.LastOrderingAsync(ct);
        var then = TimeProvider.System.GetUtcNow() - PurgePlan.Age;
        await new JournalFiller(writer, bench.Progress, then).FillAsync(plan.Transactions, FillProducer, OfOldTopic, ct);
        return new FilledRows(plan.Transactions * template.RowsPerTransaction, after, await database.LastOrderingAsync(ct));
    }

    /// <summary>Creates the topic of the old messages: retention looks through the queues of topics that exist.</summary>
    private static async Task CreateTopicAsync(string contactPoint, CancellationToken ct)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services
            .AddCoordinatorParticipant(options => (options.ContactPoints, options.ProducerGroup) = ([contactPoint], "bench-topics"))
            .UseChecker((_, _) => Task.FromResult(CheckResult.RolledBack()));
        using var host = builder.Build();
        await host.StartAsync(ct);
        var producer = host.Services.GetRequiredService<ITransactionalProducer>();
        var id = await producer.PrepareAsync([new Message { Topic = new Topic(OldTopic) }], ct: ct);
        await producer.RollbackAsync(id, ct: ct);
        await host.StopAsync(ct);
    }

    private async Task<Reporting.RunFigures> WithoutAsync(BenchSession bench, IBenchDatabase database, string data, CancellationToken ct)
    {
        await using var coordinator = await StartAsync(PurgePlan.Keeping, database, data, ct);
        return await new Run(plan.Load, database, data, bench.NewDirectory(), bench.Progress).LoadAsync(coordinator, ct);
    }

    /// <summary>Returns the time at which nothing old was left.</summary>
    private static async Task<long> GoneAsync(BenchSession bench, IBenchDatabase database, FilledRows filled, CancellationToken ct)
    {
        var begun = Stopwatch.GetTimestamp();
        while (await database.HasRowsAsync(filled.After, filled.UpTo, ct))
        {
            if (Stopwatch.GetElapsedTime(begun) > Patience)
                throw new BenchFailedException($"The old transactions were not deleted within {Patience}.");
            bench.Progress.LogThrottled("retention deletes the old transactions");
            await Task.Delay(LookEvery, ct);
        }

        return Stopwatch.GetTimestamp();
    }

    private Task<MeasuredCoordinator> StartAsync(
        IReadOnlyDictionary<string, string> options, IBenchDatabase database, string data, CancellationToken ct) =>
        MeasuredCoordinator.StartAsync(plan.Load.Coordinator, data, [.. database.CoordinatorOptions, .. options, plan.Load.TopicOption], ct);

    private ScenarioResult Result(PurgeFigures figures)
    {
        var (without, during) = (figures.Without.EndToEnd.P99, figures.During.EndToEnd.P99);
        var loaded = Math.Min(figures.Seconds, (plan.Load.WarmUp + plan.Load.Length).TotalSeconds);
        Verdict[] verdicts =
        [
            new(
                $"{plan.Transactions:N0} transactions purged at {Figure.Rate(plan.Load.Rate ?? 0)}",
                "p99 end to end ≤ 2 of the same load without",
                $"{Figure.Number(during / without)} ({Figure.Ms(during)} to {Figure.Ms(without)}; p99 of the prepare {Figure.Ms(figures.During.Prepare.P99)} to {Figure.Ms(figures.Without.Prepare.P99)})",
                during <= MostRatio * without),
            new(
                "rows deleted each second",
                "the limit, or what the database can do",
                $"{figures.RowsPerSecond:N0} ({figures.Rows:N0} rows in {Figure.Number(figures.Seconds)} s, of which {Figure.Number(loaded)} s under load)",
                Met: null),
        ];
        return new ScenarioResult(verdicts, figures.Without.IsSound && figures.During.IsSound, figures);
    }

    /// <param name="Count">Number of rows.</param>
    /// <param name="After">Ordering before the first.</param>
    /// <param name="UpTo">Ordering of the last.</param>
    private sealed record FilledRows(long Count, long After, long UpTo);

    private static string OfOldTopic(string queue) => queue.Replace("bench", OldTopic, StringComparison.Ordinal);
}
