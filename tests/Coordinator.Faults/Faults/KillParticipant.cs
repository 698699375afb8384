using Coordinator.Faults.Running;

namespace Coordinator.Faults.Faults;

/// <summary>Sends SIGKILL to a producer or a consumer.</summary>
internal sealed class KillParticipant(string name) : IFault
{
    public string Target => name;

    public Task StrikeAsync(RunEnvironment run) => run.Participant(name).KillAsync();

    public Task HealAsync(RunEnvironment run) => run.Participant(name).StartAsync();
}
