using System.Globalization;
using System.Text;
using Coordinator.Contracts;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Postgres;
using Coordinator.Harness.Processes;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coordinator.EndToEnd.Tests;

/// <summary>
/// Counts what a node and a participant log while the other side is away. <c>COORDINATOR_LOG_SECONDS=60</c> counts for a whole minute.
/// </summary>
public sealed class LogVolumeSpec
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("COORDINATOR_LOG_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 20);

    /// <summary>Part of a minute that is counted.</summary>
    private static double Part => Time / TimeSpan.FromMinutes(1);

    [OwnPostgresTheory]
    [InlineData("is killed")]
    [InlineData("does not answer")]
    public async Task Node_whose_database_is_away_logs_a_line_for_each_cause_and_ten_seconds(string how)
    {
        await using var database = await PostgresProcess.StartAsync();
        await using var coordinator = await TestCoordinator.StartOnAsync(database.ConnectionString);
        await using var load = await Load.StartAsync(coordinator, seed: 19);
        await load.WorkAsync(100);
        var before = LinesOf(coordinator);

        var written = await WhileAwayAsync(database, how, () => Task.Delay(Time), () => LinesOf(coordinator));

        var away = written[before.Length..];
        var text = string.Join(Environment.NewLine, away);
        Assert.True(away.Length <= 60 * Part, $"{away.Length} lines:{Environment.NewLine}{text}");
        Assert.True(Encoding.UTF8.GetByteCount(text) <= 64 * 1024 * Part, $"{text.Length} characters:{Environment.NewLine}{text}");
        // A database that is gone is logged at once. One that stands still is noticed after Npgsql's timeout of 30 s, and by /health/ready.
        Assert.True(away.Length > 0 || how != "is killed", "nothing is logged");
        Assert.All(away, line => Assert.Contains(" Coordinator.", line, StringComparison.Ordinal));
        await load.WorkAsync(50);
    }

    [Fact]
    public async Task Participant_whose_coordinator_is_away_logs_a_line_for_each_cause_and_ten_seconds()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        using var lines = new ServiceLog();
        await using var participant = await Participant.StartAsync(
            coordinator.ContactPoint,
            DoomedParticipant.ProducerGroup,
            services =>
            {
                services.UseOutcomeStore(SqlDialect.Sqlite, coordinator.Database("orders").Connect);
                services.AddConsumer("shipping", DoomedParticipant.Topic, (_, _) => Task.CompletedTask);
                services.Services.AddLogging(logging => logging.AddProvider(lines));
            },
            options => options.CommandTimeout = TimeSpan.FromSeconds(1));
        await SendAsync(participant, "before");
        var before = lines.All.Count;

        await coordinator.KillAsync();
        using var end = new CancellationTokenSource(Time);
        while (!end.IsCancellationRequested)
            await Task.WhenAll(Enumerable.Range(0, 8).Select(number => SendAsync(participant, $"away-{number}")));

        var away = lines.All.Skip(before).ToList();
        Assert.True(away.Count <= 30 * Part, $"{away.Count} lines:{Environment.NewLine}{string.Join(Environment.NewLine, away)}");
        Assert.Contains(away, line => line.Contains("No contact point of the coordinator opens a session", StringComparison.Ordinal));
        Assert.All(away, line => Assert.StartsWith("Coordinator.Participants", line, StringComparison.Ordinal));
        Assert.All(away, line => Assert.DoesNotContain("   at ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Participants_that_leave_have_no_stack_trace_in_the_log_of_the_node()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        var before = LinesOf(coordinator).Length;

        for (var number = 0; number < 10; number++)
        {
            await using var process = ChildProcess.Start(DotNet.Run(DoomedParticipant.Assembly, DoomedParticipant.Produce(
                coordinator.ContactPoint, coordinator.DatabasePath("orders"), new TransactionId($"leaving-{number}"), Moment.AfterPrepare)));
            await process.LineAsync(DoomedParticipant.Reached, TimeSpan.FromSeconds(60));
            await process.KillAsync();
        }

        var left = LinesOf(coordinator)[before..];
        Assert.True(left.Length <= 6, string.Join(Environment.NewLine, left));
        Assert.All(left, line => Assert.DoesNotContain("   at ", line, StringComparison.Ordinal));
    }

    private static async Task<string[]> WhileAwayAsync(PostgresProcess database, string how, Func<Task> wait, Func<string[]> read)
    {
        if (how == "is killed")
        {
            await database.KillAsync();
            await wait();
            var lines = read();
            await database.StartAgainAsync();
            return lines;
        }

        using (database.Pause())
        {
            await wait();
            return read();
        }
    }

    private static async Task SendAsync(Participant participant, string name)
    {
        try
        {
            await participant.SendAsync(
                new TransactionId($"{name}-{TimeProvider.System.GetTimestamp()}"), DoomedParticipant.Message(new TransactionId(name)));
        }
        catch (CoordinatorUnavailableException)
        {
            // The coordinator is away.
        }
    }

    private static string[] LinesOf(TestCoordinator coordinator)
    {
        using var file = new FileStream(coordinator.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}
