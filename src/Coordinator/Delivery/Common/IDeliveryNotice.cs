using Akka.Actor;

namespace Coordinator.Delivery.Common;

/// <summary>From a stream to its group's actor; a stream that was replaced is recognised by its run.</summary>
internal interface IDeliveryNotice : IOutdated
{
    int Run { get; }
}
