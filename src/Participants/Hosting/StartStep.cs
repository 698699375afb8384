namespace Coordinator.Participants.Hosting;

/// <summary>What must be done before the participant connects.</summary>
internal sealed record StartStep(Func<IServiceProvider, CancellationToken, Task> Run);
