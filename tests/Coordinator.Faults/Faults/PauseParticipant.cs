using Coordinator.Faults.Running;

namespace Coordinator.Faults.Faults;

/// <summary>Stops a producer or a consumer with SIGSTOP for longer than its session and its leases last.</summary>
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
