using Coordinator.Faults.Running;

namespace Coordinator.Faults.Faults;

/// <summary>SIGSTOP of a producer or a consumer, longer than its session and its leases last.</summary>
internal sealed class PauseParticipant(string name) : IFault
{
    public string Target => name;

    public Task StrikeAsync(RunEnvironment run)
    {
        run.Participant(name).Pause();
        return Task.CompletedTask;
    }

    public Task HealAsync(RunEnvironment run)
    {
        run.Participant(name).Resume();
        return Task.CompletedTask;
    }
}
