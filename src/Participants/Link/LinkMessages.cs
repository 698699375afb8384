using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;

namespace Coordinator.Participants.Link;

/// <summary>To the link: send this until it is answered or its time is up.</summary>
/// <param name="Command">The command.</param>
/// <param name="Timeout">How long it is worth repeating.</param>
/// <param name="Reply">Whoever waits; <c>null</c> when nobody does.</param>
internal sealed record SubmitCommand(ITransactionCommand Command, TimeSpan Timeout, TaskCompletionSource<TransactionReply>? Reply)
    : INoSerializationVerificationNeeded;

/// <summary>To the link: put this on the wire with the next frame.</summary>
internal sealed record SendItem(IFrameItem Item) : INoSerializationVerificationNeeded;

/// <summary>From the link to its consumers: there is a session, subscribe.</summary>
internal sealed record SessionUp : INoSerializationVerificationNeeded;

/// <summary>From the link to its consumers: what was delivered in the session and not started will be delivered again.</summary>
internal sealed record SessionDown : INoSerializationVerificationNeeded;

/// <summary>
/// To the link and its consumers: start nothing more, and answer <see cref="ConsumingStopped" /> when all handlers have ended.
/// </summary>
/// <param name="Grace">After that long, running handlers are cancelled.</param>
internal sealed record StopConsuming(TimeSpan Grace) : INoSerializationVerificationNeeded;

internal sealed record ConsumingStopped : INoSerializationVerificationNeeded;

/// <summary>
/// To the link: take no more commands, wait for the replies to those in flight, close the session, answer <see cref="LinkClosed"
/// />.
/// </summary>
/// <param name="Grace">After that long, whoever still waits is told that the coordinator is unavailable.</param>
internal sealed record CloseLink(TimeSpan Grace) : INoSerializationVerificationNeeded;

internal sealed record LinkClosed : INoSerializationVerificationNeeded;
