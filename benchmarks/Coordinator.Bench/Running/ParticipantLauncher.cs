using Coordinator.Bench.Load;

namespace Coordinator.Bench.Running;

/// <summary>Starts participants of one coordinator, which write their files into one directory.</summary>
internal sealed class ParticipantLauncher(string coordinator, string directory)
{
    public string Directory => directory;

    public Participant Consumer(ConsumerPlan plan) => Start($"consumer-{plan.Group}", "consume", plan.Arguments);

    public Participant Producer(ProducerPlan plan) => Start($"producer-{plan.Number}", "produce", plan.Arguments);

    public Participant Hanging(HangingPlan plan) => Start($"hanging-{plan.Number}", "hang", plan.Arguments);

    public Participant Service(ServicePlan plan) => Start($"service-{plan.Number}", "serve", plan.Arguments);

    public Participant Handler(HandlerPlan plan) => Start($"handler-{plan.Group}", "handle", plan.Arguments);

    private Participant Start(string name, string role, IEnumerable<string> arguments) => Participant.Start(
        Path.Combine(directory, $"{name}.log"), [role, "--coordinator", coordinator, "--directory", directory, .. arguments]);
}
