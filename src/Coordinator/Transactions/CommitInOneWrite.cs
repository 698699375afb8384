using Akka.Actor;

namespace Coordinator.Transactions;

/// <summary>Commit that the queue writes together with the messages, while it is under way.</summary>
/// <param name="happened">Event that the queue writes.</param>
/// <param name="sender">Sender of the command that commits.</param>
/// <param name="command">Command that commits.</param>
internal sealed class CommitInOneWrite(TransactionAppended happened, IActorRef sender, ITransactionMessage command)
{
    private List<(IActorRef Sender, ITransactionMessage Command)>? _waiting;

    public TransactionAppended Happened => happened;

    public IActorRef Sender => sender;

    public ITransactionMessage Command => command;

    /// <summary>Commands that wait for the end of the write, in the order of their arrival.</summary>
    public IReadOnlyList<(IActorRef Sender, ITransactionMessage Command)> Waiting => _waiting ?? [];

    /// <summary>All commands, the one that commits first.</summary>
    public IReadOnlyList<(IActorRef Sender, ITransactionMessage Command)> Commands => [(sender, command), .. Waiting];

    /// <summary>Lets a command wait; false when too many do, which a participant can cause while the queue does not answer.</summary>
    public bool TryWait(IActorRef sender, ITransactionMessage command)
    {
        if (Waiting.Count >= TransactionReplies.MostWaiting)
            return false;
        (_waiting ??= new(1)).Add((sender, command));
        return true;
    }
}
