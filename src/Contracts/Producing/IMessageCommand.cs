using Coordinator.Contracts.Messages;

namespace Coordinator.Contracts.Producing;

/// <summary>A command that carries the messages of its transaction.</summary>
internal interface IMessageCommand : ITransactionCommand
{
    /// <summary>1 to <see cref="MessageLimits.MaxMessages" />, for any topics.</summary>
    IReadOnlyList<Message> Messages { get; }

    /// <summary>Describes the first wrong value for the author of the command. <c>null</c>: all values are valid.</summary>
    string? Problem();
}
