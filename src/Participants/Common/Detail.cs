namespace Coordinator.Participants.Common;

/// <summary>Words for people that travel to the coordinator, of a bounded length.</summary>
internal static class Detail
{
    private const int MaxLength = 1_024;

    public static string Of(Exception error) => Of($"{error.GetType().Name}: {error.Message}");

    public static string Of(string text) => text.Length <= MaxLength ? text : text[..MaxLength];
}
