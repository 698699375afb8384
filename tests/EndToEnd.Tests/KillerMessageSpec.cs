using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Processes;
using Coordinator.Harness.Waiting;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Race 28: a message that ends its consumer's process, under a supervisor that starts the process again.</summary>
[Trait("race", "28")]
public sealed class KillerMessageSpec
{
    private const string Group = "shipping";
    private const int MaxAttempts = 3;

    [Fact]
    [Trait("attack", "L4")]
    public async Task Message_that_ends_its_process_becomes_a_dead_letter_after_the_limit() =>
        Assert.Equal(MaxAttempts, await AttemptsAsync(innocents: 0));

    [Fact]
    [Trait("attack", "L4")]
    public async Task Innocent_messages_in_the_process_are_handled()
    {
        // The first loss does not tell which message was the reason.
        Assert.InRange(await AttemptsAsync(innocents: 20), MaxAttempts, MaxAttempts + 1);
    }

    /// <summary>Runs consumers until the killer is a dead letter and all others are handled. Returns the killer's attempts.</summary>
    private static async Task<int> AttemptsAsync(int innocents)
    {
        await using var coordinator = await TestCoordinator.StartAsync(
            "--delivery.maxAttempts", $"{MaxAttempts}", "--delivery.retryLevels", "100ms");
        await SendAsync(coordinator, innocents);
        var handled = new HashSet<string>(StringComparer.Ordinal);
        for (var processes = 0; processes <= 2 * MaxAttempts; processes++)
        {
            await using var process = ChildProcess.Start(DotNet.Run(
                DoomedParticipant.Assembly, DoomedParticipant.Die(coordinator.ContactPoint, Group)));
            if (await AttemptsAsync(process, coordinator, handled, innocents) is { } attempts)
                return attempts;
        }

        throw new InvalidOperationException("The message ended process after process and is no dead letter.");
    }

    /// <summary>Watches a process. Returns the attempts of the dead letter when all is done, and <c>null</c> when the process has died.</summary>
    private static async Task<int?> AttemptsAsync(ChildProcess process, TestCoordinator coordinator, HashSet<string> handled, int innocents)
    {
        using var client = new HttpClient { BaseAddress = coordinator.Http };
        using var bound = new CancellationTokenSource(Eventually.Bound);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            // Read it first: what a process has written before its end is complete then.
            var isOver = process.HasExited;
            while (process.Lines.TryRead(out var line))
            {
                if (line.StartsWith("innocent", StringComparison.Ordinal))
                    handled.Add(line.Split(' ')[0]);
            }

            var letters = await client.GetFromJsonAsync<JsonElement>($"groups/{Group}/dead-letters", bound.Token);
            if (handled.Count == innocents && letters.GetProperty("total").GetInt32() == 1)
                return letters.GetProperty("letters")[0].GetProperty("attempts").GetInt32();
            if (isOver)
                return null;
            await pause.WaitForNextTickAsync(bound.Token);
        }
    }

    private static async Task SendAsync(TestCoordinator coordinator, int innocents)
    {
        await using var producer = await coordinator.ProducerAsync();
        var bodies = Enumerable.Range(0, innocents).Select(number => $"innocent-{number}").ToList();
        bodies.Insert(innocents / 2, DoomedParticipant.Killer);
        foreach (var (number, body) in bodies.Index())
        {
            await producer.SendAsync(new TransactionId($"message-{number}"), new Message
            {
                Topic = new Topic(DoomedParticipant.Topic),
                Body = Encoding.UTF8.GetBytes(body),
            });
        }
    }
}
