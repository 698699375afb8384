using Coordinator.Delivery.Common;
using Coordinator.Delivery.Schemas.Proto;
using Coordinator.NodeProtocol;

namespace Coordinator.Delivery.Schemas;

/// <summary>Converts the causes for which messages wait.</summary>
internal static class WaitValues
{
    public static WaitProto Of(WaitDescription wait)
    {
        var proto = new WaitProto
        {
            Cause = (int)wait.Cause,
            Offset = wait.Offset,
            Messages = wait.Messages,
            Key = wait.Key,
            Attempt = wait.Attempt,
        };
        if (wait.Behind is { } behind)
            proto.Behind = behind;
        if (wait.Until is { } until)
            proto.Until = NodeValues.Ticks(until);
        if (wait.Limit is { } limit)
            proto.Limit = limit;
        if (wait.Detail is { } detail)
            proto.Detail = detail;
        return proto;
    }

    public static WaitDescription Of(WaitProto proto) => new(
        (WaitCause)proto.Cause,
        proto.Offset,
        proto.Messages,
        proto.Key,
        proto.Attempt,
        proto.HasBehind ? proto.Behind : null,
        proto.HasUntil ? NodeValues.Time(proto.Until) : null,
        proto.HasLimit ? proto.Limit : null,
        proto.HasDetail ? proto.Detail : null);
}
