namespace Coordinator.Participants.Typed;

/// <summary>
/// Names of the properties that typed messages carry. They are the headers of the HTTP binding of CloudEvents in its binary mode. The library
/// sets these two only. The other attributes of an event are for the producer.
/// </summary>
public static class MessageProperties
{
    /// <summary>Name of the message type, the attribute <c>type</c> of CloudEvents: <c>ce-type</c>.</summary>
    public const string Type = "ce-type";

    /// <summary>Media type of the body, the attribute <c>datacontenttype</c> of CloudEvents: <c>content-type</c>.</summary>
    public const string ContentType = "content-type";

    internal static bool AreSetByLibrary(string name) =>
        name.Equals(Type, StringComparison.OrdinalIgnoreCase) || name.Equals(ContentType, StringComparison.OrdinalIgnoreCase);
}
