using System.Data.Common;
using Coordinator.Participants.Crashes;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Participants.Consuming;

/// <summary>Handles messages with a function that makes its change within the transaction of the inbox.</summary>
internal sealed class InboxHandler(
    Func<IServiceProvider, IInboxScope> inbox, Func<ReceivedMessage, DbTransaction, CancellationToken, Task> effect, IServiceProvider services)
    : ISubscriptionHandler
{
    private readonly ICrashHook? _crash = services.GetService<ICrashHook>();

    public async Task<HandlerResult> HandleAsync(ReceivedMessage message, CancellationToken ct)
    {
        var results = await InboxEffect.RunAsync(
            inbox(services),
            [message],
            async (transaction, _, ct) =>
            {
                await effect(message, transaction, ct);
                return [HandlerResult.Done];
            },
            _crash,
            ct);
        return results[0];
    }
}
