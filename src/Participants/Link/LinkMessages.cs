using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Link;

/// <summary>To the link: send a command until it is answered or its time is over.</summary>
/// <param name="Command">The command.</param>
/// <param name="Timeout">Time for which the command is worth repeating.</param>
/// <param name="Reply">Completed with the reply. <c>null</c> when nobody waits for it.</param>
internal sealed record SubmitCommand(ITransactionCommand Command, TimeSpan Timeout, TaskCompletionSource<TransactionReply>? Reply)
    : INoSerializationVerificationNeeded
{
    /// <summary>Time for which the caller waits for a session; <c>null</c>: until it has been missing for as long as the options say.</summary>
    public TimeSpan? WaitForSession { get; init; }

    /// <summary>Refuses the command. One that nobody waits for would have saved a check: without it, the check is made.</summary>
    public void Refuse(string reason)
    {
        if (Reply is null)
            LinkMetrics.CommandsDropped.Add(1);
        else
            Reply.TrySetException(new CoordinatorUnavailableException(reason));
    }
}

/// <summary>To the link: send an item with the next frame.</summary>
internal sealed record SendItem(IFrameItem Item) : INoSerializationVerificationNeeded;

/// <summary>From the link to its children: a session is open.</summary>
/// <param name="Epoch">Time of the coordinator's last restore from a backup, in Unix milliseconds; 0: never.</param>
internal sealed record SessionUp(long Epoch = 0) : INoSerializationVerificationNeeded;

/// <summary>From the link to its children: the session ended. Deliveries that were not started will come again.</summary>
/// <param name="Moves">True when its node is leaving, and what the consumer has is kept for it for a moment.</param>
internal sealed record SessionDown(bool Moves = false) : INoSerializationVerificationNeeded;

/// <summary>To the link and its consumers: start no more handlers. Answered when all handlers have ended.</summary>
/// <param name="Grace">Time after which running handlers are cancelled.</param>
internal sealed record StopConsuming(TimeSpan Grace) : INoSerializationVerificationNeeded;

/// <summary>Answers <see cref="StopConsuming" />.</summary>
internal sealed record ConsumingStopped : INoSerializationVerificationNeeded;

/// <summary>To the link: take no more commands, wait for the replies to those in flight, and close the session.</summary>
/// <param name="Grace">Time after which commands that still wait fail, because the coordinator is unavailable.</param>
internal sealed record CloseLink(TimeSpan Grace) : INoSerializationVerificationNeeded;

/// <summary>Answers <see cref="CloseLink" />.</summary>
internal sealed record LinkClosed : INoSerializationVerificationNeeded;
