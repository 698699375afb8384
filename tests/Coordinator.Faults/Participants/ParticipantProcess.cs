using System.Text.Json;
using Coordinator.Harness.Histories;
using Coordinator.Participants;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Coordinator.Faults.Participants;

/// <summary>
/// The frame of a participant's process: connects, says so, works until it is told to finish, stays to answer checks, and ends
/// with its standard input, so that it never outlives the suite.
/// </summary>
internal static class ParticipantProcess
{
    public const string Ready = "ready";
    public const string Finish = "finish";
    public const string Finished = "finished";

    public static T Plan<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, HistoryFormat.Json) ?? throw new ArgumentException("There is no plan.", nameof(json));

    public static string Text<T>(T plan) => JsonSerializer.Serialize(plan, HistoryFormat.Json);

    /// <param name="environment">Where it lives.</param>
    /// <param name="producerGroup">Of a producer.</param>
    /// <param name="configure">What it does.</param>
    /// <param name="workAsync">Works until its token is cancelled; <c>null</c> of those who only listen.</param>
    public static async Task<int> RunAsync(
        ParticipantEnvironment environment,
        string? producerGroup,
        Action<CoordinatorParticipantBuilder> configure,
        Func<IServiceProvider, CancellationToken, Task>? workAsync = null)
    {
        using var host = Build(environment, producerGroup, configure);
        await host.StartAsync();
        await SayAsync(Ready);
        using var finish = new CancellationTokenSource();
        var working = workAsync?.Invoke(host.Services, finish.Token) ?? Task.CompletedTask;
        while (await NextOrderAsync() is { } order)
        {
            if (order != Finish)
                continue;
            await finish.CancelAsync();
            await working;
            await SayAsync(Finished);
        }

        await host.StopAsync();
        return 0;
    }

    public static Task SayAsync(string word) => Console.Out.WriteLineAsync(word);

    /// <summary>A line of standard input, without holding up whoever waits for it.</summary>
    public static async Task<string?> NextOrderAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return await Input.ReadLineAsync();
    }

    private static readonly StreamReader Input = new(Console.OpenStandardInput());

    private static IHost Build(ParticipantEnvironment environment, string? producerGroup, Action<CoordinatorParticipantBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss.fff "));
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        configure(builder.Services.AddCoordinatorParticipant(options =>
        {
            options.ContactPoints = environment.ContactPoints;
            options.Hostname = environment.Host;
            options.ProducerGroup = producerGroup;
            options.StopTimeout = TimeSpan.FromSeconds(2);
        }));
        return builder.Build();
    }
}
