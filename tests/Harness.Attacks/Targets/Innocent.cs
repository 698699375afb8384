using System.Collections.Concurrent;
using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Sessions;
using Coordinator.Harness.Waiting;
using Coordinator.Participants;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Common;
using Coordinator.Participants.Producing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Coordinator.Harness.Attacks.Targets;

/// <summary>Participant that prepares and commits one transaction after the other, and notes how long each call took.</summary>
internal sealed class Innocent : IAsyncDisposable
{
    public static readonly ProducerGroup Group = new("innocents");

    /// <summary>Its entry in the settings of a target with participants.</summary>
    public static readonly TargetParticipant Entry = new("innocent", Group.Value, Topic);

    private const string Topic = "innocent";

    private readonly IHost _host;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<TimeSpan> _calls = new();
    private readonly ConcurrentQueue<Exception> _errors = new();
    private Task _work = Task.CompletedTask;
    private long _sent;

    private Innocent(IHost host) => _host = host;

    public ITransactionalProducer Producer => _host.Services.GetRequiredService<ITransactionalProducer>();

    /// <summary>Starts a participant, and returns when its first call is answered.</summary>
    /// <param name="contactPoints">Nodes that it may connect to.</param>
    /// <param name="tls">TLS; <c>null</c> for none.</param>
    /// <param name="credentialsFile">File with its credentials, which is read again when it changes; <c>null</c> for none.</param>
    /// <param name="credentials">Credentials; <c>null</c> for none.</param>
    public static async Task<Innocent> StartAsync(
        IReadOnlyList<string> contactPoints, ParticipantTlsOptions? tls, string? credentialsFile = null, Credentials? credentials = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddCoordinatorParticipant(options =>
        {
            options.ContactPoints = contactPoints;
            options.ProducerGroup = Group.Value;
            options.Tls = tls;
            options.CredentialsFile = credentialsFile;
            options.Credentials = credentials;
            options.StopTimeout = TimeSpan.FromSeconds(2);
        }).UseChecker((_, _) => Task.FromResult(CheckResult.Committed()));
        var host = builder.Build();
        await host.StartAsync();
        var innocent = new Innocent(host);
        await Eventually.TrueAsync(innocent.IsServedAsync, () => "the innocent participant has a session");
        innocent._calls.Clear();
        innocent._work = innocent.WorkAsync();
        return innocent;
    }

    /// <summary>Waits for a number of calls since the last look, and requires that none has failed.</summary>
    public async Task<IReadOnlyList<TimeSpan>> CallsAsync(int count)
    {
        List<TimeSpan> all = [];
        await Eventually.TrueAsync(
            () =>
            {
                var (calls, errors) = Take();
                if (errors.Count > 0)
                    throw new HarnessException($"{errors.Count} calls of the innocent participant failed, the first with: {errors[0].Message}");
                all.AddRange(calls);
                return all.Count >= count;
            },
            "the innocent participant goes on");
        return all;
    }

    /// <summary>Takes what has happened since the last look: the time of each call, and the errors.</summary>
    public (IReadOnlyList<TimeSpan> Calls, IReadOnlyList<Exception> Errors) Take()
    {
        List<TimeSpan> calls = [];
        List<Exception> errors = [];
        while (_calls.TryDequeue(out var call))
            calls.Add(call);
        while (_errors.TryDequeue(out var error))
            errors.Add(error);
        return (calls, errors);
    }

    /// <summary>Returns the time within which 99 % of the calls were answered.</summary>
    public static TimeSpan Percentile99(IReadOnlyList<TimeSpan> calls) => calls.Order().ElementAt(((calls.Count * 99) + 99) / 100 - 1);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _work;
        await _host.StopAsync();
        _host.Dispose();
        _end.Dispose();
    }

    private async Task WorkAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await SendAsync();
            }
            catch (CoordinatorUnavailableException error)
            {
                _errors.Enqueue(error);
            }
        }
    }

    private async Task<bool> IsServedAsync()
    {
        try
        {
            await SendAsync();
            return true;
        }
        catch (CoordinatorUnavailableException)
        {
            return false;
        }
    }

    private async Task SendAsync()
    {
        var id = new TransactionId(string.Create(CultureInfo.InvariantCulture, $"innocent-{Path.GetRandomFileName()}-{_sent++}"));
        await TimedAsync(() => Producer.PrepareAsync(id, [new Message { Topic = new Topic(Topic), Body = "x"u8.ToArray() }]));
        await TimedAsync(() => Producer.CommitAsync(id));
    }

    private async Task TimedAsync(Func<Task> call)
    {
        var began = TimeProvider.System.GetTimestamp();
        await call();
        _calls.Enqueue(TimeProvider.System.GetElapsedTime(began));
    }
}
