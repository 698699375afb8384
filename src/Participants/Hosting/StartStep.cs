namespace Coordinator.Participants.Hosting;

/// <summary>A step that runs before the participant connects.</summary>
internal sealed record StartStep(Func<IServiceProvider, CancellationToken, Task> Run);
