using Coordinator.Contracts.Messages;

namespace Coordinator.Topics.Log;

/// <summary>Estimates the memory that a message takes. The estimate is cheap, and exact enough for limits.</summary>
internal static class EntrySize
{
    private const int Overhead = 300;
    private const int OverheadOfProperty = 80;

    public static int Of(Message message)
    {
        var size = Overhead + message.Body.Length
            + (2 * ((message.Key?.Length ?? 0) + (message.OrderingKey?.Length ?? 0) + (message.Tag?.Length ?? 0)));
        if (message.Properties.Count > 0)
        {
            foreach (var (name, value) in message.Properties)
                size += OverheadOfProperty + (2 * (name.Length + value.Length));
        }

        return size;
    }
}
