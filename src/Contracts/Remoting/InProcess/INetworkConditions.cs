using Akka.Actor;

namespace Coordinator.Contracts.Remoting.InProcess;

/// <summary>Conditions on the way between two systems of an <see cref="InProcessNetwork" />, for tests.</summary>
internal interface INetworkConditions
{
    /// <summary>True while nothing passes from one system to another.</summary>
    bool IsCut(Address from, Address to);

    /// <summary>Returns the time until the next PDU arrives; <c>null</c> loses it.</summary>
    TimeSpan? NextDelay(Address from, Address to);
}
