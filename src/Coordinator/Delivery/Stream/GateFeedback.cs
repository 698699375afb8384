using Akka.Streams;
using Akka.Streams.Stage;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>Message from the window to the order gate.</summary>
/// <param name="Message">The message.</param>
/// <param name="Enters">True when the message was put back and enters again; false when it is settled and leaves.</param>
internal readonly record struct GateFeedback(PendingMessage Message, bool Enters);
