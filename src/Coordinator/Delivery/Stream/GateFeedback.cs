using Akka.Streams;
using Akka.Streams.Stage;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>What the window tells the order gate.</summary>
/// <param name="Message">The message.</param>
/// <param name="Enters">True: it was put back and enters anew. False: it is settled and leaves.</param>
internal readonly record struct GateFeedback(PendingMessage Message, bool Enters);
