using Coordinator.Contracts;
using Coordinator.Contracts.Producing;

namespace Coordinator.Participants.Producing;

/// <summary>The coordinator refused a command for good; repeating it will not help.</summary>
public sealed class TransactionRefusedException : Exception
{
    internal TransactionRefusedException(TransactionReply reply) : base(Describe(reply))
    {
        Id = reply.Id;
        Command = reply.Command;
        Outcome = reply.Outcome;
        Phase = reply.Phase;
        Detail = reply.Detail;
    }

    /// <summary>The transaction.</summary>
    public TransactionId Id { get; }

    /// <summary>What was refused.</summary>
    public TransactionCommandKind Command { get; }

    /// <summary>Why.</summary>
    public TransactionOutcome Outcome { get; }

    /// <summary>Where the transaction stands.</summary>
    public TransactionPhase Phase { get; }

    /// <summary>The coordinator's words; <c>null</c> when it had none.</summary>
    public string? Detail { get; }

    private static string Describe(TransactionReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var detail = reply.Detail is { } words ? $": {words}" : ".";
        return $"{reply.Command} of transaction {reply.Id} was refused as {reply.Outcome}; it is {reply.Phase}{detail}";
    }
}
