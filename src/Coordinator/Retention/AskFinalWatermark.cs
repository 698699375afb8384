using Coordinator.NodeProtocol;
using Coordinator.Transactions;

namespace Coordinator.Retention;

/// <summary>Asks for the final watermark. Answered with a <see cref="FinalWatermark" />, or not at all before the first one is known.</summary>
internal sealed record AskFinalWatermark : INodeMessage;
