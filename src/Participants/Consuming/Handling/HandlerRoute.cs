namespace Coordinator.Participants.Consuming.Handling;

/// <summary>Handler of one message type.</summary>
/// <param name="MessageType">Type of the bodies.</param>
/// <param name="HandlerType">Class of the handler; <c>null</c> for a function.</param>
/// <param name="Handle">Handles a body of that type.</param>
internal sealed record HandlerRoute(
    Type MessageType,
    Type? HandlerType,
    Func<object, MessageContext, CancellationToken, Task<HandlerResult>> Handle);
