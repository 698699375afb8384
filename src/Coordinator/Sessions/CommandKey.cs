using Coordinator.Contracts;
using Coordinator.Contracts.Producing;

namespace Coordinator.Sessions;

/// <summary>Identity of a command, as its reply repeats it.</summary>
internal readonly record struct CommandKey(TransactionId Id, TransactionCommandKind Kind, long Number)
{
    public static CommandKey Of(ITransactionCommand command) => new(command.Id, command.Kind, command.Number);

    public static CommandKey Of(TransactionReply reply) => new(reply.Id, reply.Command, reply.Number);
}
