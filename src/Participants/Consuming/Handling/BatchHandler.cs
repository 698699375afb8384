using Coordinator.Participants.Crashes;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Participants.Consuming.Handling;

/// <summary>Handles typed messages in batches. A message that cannot be read fails by itself, and is in no batch.</summary>
internal sealed class BatchHandler<TMessage> : ISubscriptionHandler
    where TMessage : notnull
{
    private readonly ConsumerOptions _options;
    private readonly IServiceProvider _services;
    private readonly Func<IReadOnlyList<TMessage>, BatchContext, CancellationToken, Task<BatchResult>> _handle;
    private readonly TypedBodies _bodies;
    private readonly ICrashHook? _crash;
    private readonly BatchCollector _batches;

    public BatchHandler(
        Func<IReadOnlyList<TMessage>, BatchContext, CancellationToken, Task<BatchResult>> handle,
        ConsumerOptions options,
        IServiceProvider services)
    {
        (_handle, _options, _services) = (handle, options, services);
        _crash = services.GetService<ICrashHook>();
        _bodies = new TypedBodies([typeof(TMessage)], options.UnknownTypes, services);
        _batches = new BatchCollector(options, services.GetRequiredService<TimeProvider>(), RunAsync);
    }

    public Task<HandlerResult> HandleAsync(ReceivedMessage message, CancellationToken ct) =>
        _bodies.TryRead(message, out var body, out var instead)
            ? _batches.AddAsync(new BatchItem(message, body.Value), ct)
            : Task.FromResult(instead);

    public void Stop() => _batches.Stop();

    private async Task<IReadOnlyList<HandlerResult>> RunAsync(IReadOnlyList<BatchItem> items, CancellationToken ct)
    {
        await using var scope = _services.CreateAsyncScope();
        var of = scope.ServiceProvider;
        IReadOnlyList<ReceivedMessage> messages = [.. items.Select(item => item.Message)];
        if (_options.InboxScope is not { } inbox)
            return await HandleAsync(items, new BatchContext(messages, of), ct);
        return await InboxEffect.RunAsync(
            inbox(of),
            messages,
            (transaction, added, ct) =>
            {
                IReadOnlyList<BatchItem> left = [.. added.Select(index => items[index])];
                return HandleAsync(left, new BatchContext([.. left.Select(item => item.Message)], of, transaction), ct);
            },
            _crash,
            ct);
    }

    private async Task<IReadOnlyList<HandlerResult>> HandleAsync(IReadOnlyList<BatchItem> items, BatchContext context, CancellationToken ct)
    {
        var result = await _handle([.. items.Select(item => (TMessage)item.Body)], context, ct) ?? throw new InvalidOperationException(
            $"The handler of batches of {typeof(TMessage)} returned null. Return BatchResult.Done when the messages were handled.");
        return result.For(items.Count);
    }
}
