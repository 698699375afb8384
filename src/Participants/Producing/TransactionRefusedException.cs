using Coordinator.Contracts;
using Coordinator.Contracts.Producing;

namespace Coordinator.Participants.Producing;

/// <summary>Thrown when the coordinator refused a command for good. Repeating the command does not help.</summary>
public class TransactionRefusedException : Exception
{
    internal TransactionRefusedException(TransactionReply reply) : this(reply, Describe(reply))
    {
    }

    private protected TransactionRefusedException(TransactionReply reply, string message) : base(message)
    {
        Id = reply.Id;
        Command = reply.Command;
        Outcome = reply.Outcome;
        Phase = reply.Phase;
        Detail = reply.Detail;
    }

    /// <summary>The transaction.</summary>
    public TransactionId Id { get; }

    /// <summary>The refused command.</summary>
    public TransactionCommandKind Command { get; }

    /// <summary>Reason of the refusal.</summary>
    public TransactionOutcome Outcome { get; }

    /// <summary>State of the transaction.</summary>
    public TransactionPhase Phase { get; }

    /// <summary>Explanation of the coordinator for people. <c>null</c>: none.</summary>
    public string? Detail { get; }

    internal static TransactionRefusedException Of(TransactionReply reply) =>
        reply.Outcome is TransactionOutcome.Expired ? new TransactionExpiredException(reply) : new TransactionRefusedException(reply);

    private static string Describe(TransactionReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var detail = reply.Detail is { } words ? $": {words}" : ".";
        return $"{reply.Command} of transaction {reply.Id} was refused as {reply.Outcome}. Its phase is {reply.Phase}{detail}";
    }
}
