using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>A message on its way from the window back to the waiting room.</summary>
/// <param name="Message">The message; <c>null</c> when a member has room again.</param>
/// <param name="Kind">Why it comes.</param>
internal readonly record struct WindowFeedback(PendingMessage? Message, FeedbackKind Kind);
