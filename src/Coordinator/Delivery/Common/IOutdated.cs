using Akka.Actor;

namespace Coordinator.Delivery.Common;

/// <summary>An answer or a notice that a group delivery may be past when it arrives; then it is dropped.</summary>
internal interface IOutdated;
