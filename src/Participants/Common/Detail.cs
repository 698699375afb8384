using Coordinator.Contracts.Common;

namespace Coordinator.Participants.Common;

/// <summary>Words for people that travel to the coordinator, of a bounded length.</summary>
internal static class Detail
{
    public static string Of(Exception error) => Of($"{error.GetType().Name}: {error.Message}");

    public static string Of(string text) => TextLimit.Shorten(text);
}
