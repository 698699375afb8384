using System.Text.Json;
using Coordinator.Harness.Histories;
using Coordinator.Participants;
using Coordinator.Participants.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Coordinator.Faults.Participants;

/// <summary>
/// Runs a participant in this process. It connects, reports ready, works until it is told to finish, and stays to answer
/// checks. It ends with its standard input, so that it never outlives the suite.
/// </summary>
internal static class ParticipantProcess
{
    public const string Ready = "ready";
    public const string Finish = "finish";
    public const string Finished = "finished";

    public static T Plan<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, HistoryFormat.Json) ?? throw new ArgumentException("The plan must be a JSON object, but is null.", nameof(json));

    public static string Text<T>(T plan) => JsonSerializer.Serialize(plan, HistoryFormat.Json);

    /// <param name="name">Name of the participant and number of its start.</param>
    /// <param name="environment">Addresses and directories of the process.</param>
    /// <param name="history">History of the process.</param>
    /// <param name="producerGroup">Producer group; <c>null</c> when the participant only consumes.</param>
    /// <param name="configure">Configures the participant.</param>
    /// <param name="workAsync">Works until its token is cancelled; <c>null</c> when the participant only consumes.</param>
    /// <param name="isPatient">Whether calls wait for minutes, which builds in a bug.</param>
    /// <param name="isStoring">Whether messages are stored while the coordinator is away.</param>
    public static async Task<int> RunAsync(
        string name,
        ParticipantEnvironment environment,
        HistoryWriter history,
        string? producerGroup,
        Action<CoordinatorParticipantBuilder> configure,
        Func<IServiceProvider, CancellationToken, Task>? workAsync = null,
        bool isPatient = false,
        bool isStoring = false)
    {
        using var watch = new SessionWatch(history, name);
        using var host = Build(environment, producerGroup, configure, isPatient, isStoring);
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

    /// <summary>Reads a line of standard input without blocking the caller.</summary>
    public static async Task<string?> NextOrderAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return await Input.ReadLineAsync();
    }

    private static readonly TimeSpan PatientTimeout = TimeSpan.FromMinutes(5);

    private static readonly StreamReader Input = new(Console.OpenStandardInput());

    private static IHost Build(ParticipantEnvironment environment, string? producerGroup, Action<CoordinatorParticipantBuilder> configure, bool isPatient, bool isStoring)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss.fff "));
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        configure(builder.Services.AddCoordinatorParticipant(options =>
        {
            options.ContactPoints = environment.ContactPoints;
            options.ProducerGroup = producerGroup;
            options.StopTimeout = TimeSpan.FromSeconds(2);
            if (environment.Forgets)
                (options.PurgeInterval, options.KeepAtLeast) = (ParticipantEnvironment.PurgeInterval, TimeSpan.Zero);
            if (isPatient)
                options.CommandTimeout = PatientTimeout;
            if (isStoring)
                options.WhenUnavailable = WhenUnavailable.StoreLocally;
        }));
        return builder.Build();
    }
}
