namespace Coordinator.Contracts.Messages;

/// <summary>Names of the properties with the trace of a message, by W3C Trace Context.</summary>
internal static class TraceProperties
{
    /// <summary>Trace, span and flags.</summary>
    public const string Parent = "traceparent";

    /// <summary>Values that tracing systems add.</summary>
    public const string State = "tracestate";

    /// <summary>Returns true for a name that describes an attempt to send, and not the message.</summary>
    public static bool Has(string name) => name is Parent or State;
}
