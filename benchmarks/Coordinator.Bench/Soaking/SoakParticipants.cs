using Coordinator.Bench.Load;
using Coordinator.Bench.Measuring;
using Coordinator.Bench.Running;

namespace Coordinator.Bench.Soaking;

/// <summary>Processes of the services. Each can be killed and started again.</summary>
internal sealed class SoakParticipants(ServiceSoakPlan plan, SoakDatabases databases, ParticipantLauncher launcher) : IAsyncDisposable
{
    // No life of the service has this number.
    private const int UndecidedNumber = 0xF00;

    private static readonly TimeSpan Forever = TimeSpan.FromDays(30);

    private readonly Participant[] _handlers = new Participant[plan.Groups];
    private readonly List<Participant> _killed = [];
    private Participant? _service;
    private Participant? _undecided;
    private int _life;

    /// <summary>Gets the running processes.</summary>
    public IEnumerable<int> Pids => All.Select(participant => participant.Pid);

    /// <summary>Gets the number of redeliveries in all groups whose effect existed already.</summary>
    public long Absorbed => _handlers.Concat(_killed).Sum(participant => participant?.Latest.Absorbed ?? 0);

    /// <summary>Gets the number of sends that failed in all lives of the service.</summary>
    public long Failed => _killed.Append(_service).Sum(participant => participant?.Latest.Failed ?? 0);

    private IEnumerable<Participant> All => _handlers.Append(_service).Append(_undecided).OfType<Participant>();

    /// <summary>Starts all processes. The service works until it is finished.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        for (var group = 0; group < plan.Groups; group++)
            await StartHandlerAsync(group, ct);
        _undecided = await GoAsync(launcher.Hanging(new HangingPlan(UndecidedNumber, 1, 1, TimeSpan.Zero, Undecided: true)), ct);
        await StartServiceAsync(ct);
    }

    /// <summary>Sends SIGKILL to the process of a group and starts it again; returns when it is ready.</summary>
    public async Task RestartHandlerAsync(int group, CancellationToken ct)
    {
        await KillAsync(_handlers[group]);
        await StartHandlerAsync(group, ct);
    }

    /// <summary>Sends SIGKILL to the service and starts its next life; returns when it is ready.</summary>
    public async Task RestartServiceAsync(CancellationToken ct)
    {
        await KillAsync(_service!);
        _life++;
        await StartServiceAsync(ct);
    }

    /// <summary>Lets the service begin nothing more; returns when all that it began has ended.</summary>
    public async Task FinishServiceAsync(CancellationToken ct)
    {
        await _service!.FinishAsync();
        await _service.Result.WaitAsync(ct);
    }

    /// <summary>Lets all others end; returns when they have reported what they counted.</summary>
    public async Task FinishAsync(CancellationToken ct)
    {
        foreach (var participant in _handlers.Append(_undecided!))
        {
            await participant.FinishAsync();
            await participant.Result.WaitAsync(ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var participant in All.Concat(_killed))
            await participant.DisposeAsync();
    }

    private async Task StartHandlerAsync(int group, CancellationToken ct) => _handlers[group] = await GoAsync(
        launcher.Handler(new HandlerPlan(ConsumerPlan.GroupName(group), databases.Groups[group], plan.Retention, RejectsFirst: group == 0)),
        ct);

    private async Task StartServiceAsync(CancellationToken ct) => _service = await GoAsync(
        launcher.Service(new ServicePlan(_life, plan.InFlight, plan.Rate, databases.Service, plan.Retention)), ct);

    private async Task KillAsync(Participant participant)
    {
        await participant.KillAsync();
        _killed.Add(participant);
    }

    private static async Task<Participant> GoAsync(Participant participant, CancellationToken ct)
    {
        try
        {
            await participant.Ready.WaitAsync(ct);
            await participant.GoAsync(Window.After(TimeSpan.Zero, Forever));
            return participant;
        }
        catch
        {
            await participant.DisposeAsync();
            throw;
        }
    }
}
