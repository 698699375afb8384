using Akka.Actor;

namespace Coordinator.Delivery.Common;

/// <summary>An answer or notice that may be outdated when a group delivery gets it. An outdated one is dropped.</summary>
internal interface IOutdated;
