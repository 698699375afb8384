using Akka.Actor;

namespace Coordinator.Participants.Link;

/// <summary>From the link to itself, behind what is in its mailbox: send the frame that was filled.</summary>
internal sealed record FlushFrame : INoSerializationVerificationNeeded
{
    public static readonly FlushFrame Instance = new();
}

/// <summary>From the link to itself: give up and repeat commands whose time has come.</summary>
internal sealed record SweepCommands : INoSerializationVerificationNeeded
{
    public static readonly SweepCommands Instance = new();
}

/// <summary>From the link to itself: the contact point did not answer in time.</summary>
internal sealed record OpenTimedOut : INoSerializationVerificationNeeded
{
    public static readonly OpenTimedOut Instance = new();
}

/// <summary>From the link to itself: send the request for a session, or its proof, once more.</summary>
internal sealed record RepeatOpen : INoSerializationVerificationNeeded
{
    public static readonly RepeatOpen Instance = new();
}

/// <summary>From the link to itself: the back-off is over, so connect.</summary>
internal sealed record ConnectDue : INoSerializationVerificationNeeded
{
    public static readonly ConnectDue Instance = new();
}

/// <summary>From the link to itself: send a heartbeat.</summary>
internal sealed record HeartbeatDue : INoSerializationVerificationNeeded
{
    public static readonly HeartbeatDue Instance = new();
}

/// <summary>From the link to itself: close the session, even if commands still wait for their replies.</summary>
internal sealed record CloseGraceOver : INoSerializationVerificationNeeded
{
    public static readonly CloseGraceOver Instance = new();
}
