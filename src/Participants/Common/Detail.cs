using Coordinator.Contracts.Common;

namespace Coordinator.Participants.Common;

/// <summary>Makes texts of a bounded length, for people, which travel to the coordinator.</summary>
internal static class Detail
{
    public static string Of(Exception error) => Of($"{error.GetType().Name}: {error.Message}");

    public static string Of(string text) => TextLimit.Shorten(text);
}
