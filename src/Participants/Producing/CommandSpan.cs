using System.Diagnostics;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Link;
using Coordinator.Participants.Tracing;

namespace Coordinator.Participants.Producing;

/// <summary>Span of a command, from its first sending to its reply.</summary>
internal static class CommandSpan
{
    /// <summary>Sends a command within a span.</summary>
    public static Task<TransactionReply> SendAsync(ICommandLink link, ITransactionCommand command, CommandLimits limits, CancellationToken ct) =>
        Measured.OperationAsync(
            NameOf(command),
            ActivityKind.Client,
            span =>
            {
                span?.SetTag("coordinator.transaction.id", command.Id.Value);
                return link.SendAsync(command, limits, ct);
            },
            static (span, reply) => span.SetTag("coordinator.reply", reply.Outcome.ToString()));

    private static string NameOf(ITransactionCommand command) => command.Kind switch
    {
        TransactionCommandKind.Prepare => "prepare",
        TransactionCommandKind.Commit => "commit",
        TransactionCommandKind.Rollback => "rollback",
        _ => "hand over",
    };
}
