using System.Text.Json.Serialization;
using Coordinator.Participants.Typed;

namespace Coordinator.Participants.Tests.Typed;

[MessageType("orders.paid.v1")]
internal sealed record OrderPaid(string Id, decimal Amount);

[MessageType("orders.cancelled.v1")]
internal sealed record OrderCancelled(string Id);

internal sealed record OrderShipped(string Id)
{
    internal sealed record Parcel(string Number);
}

[MessageType("orders.event")]
[JsonDerivedType(typeof(OrderOpened), "opened")]
internal abstract record OrderEvent(string Id);

internal sealed record OrderOpened(string Id, int Items) : OrderEvent(Id);

[JsonSerializable(typeof(OrderPaid))]
internal sealed partial class OrderJson : JsonSerializerContext;
