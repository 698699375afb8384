using Akka.Actor;

namespace Coordinator.Transactions;

/// <summary>
/// Commands that arrived before the journal was read. Akka stashes them; their senders are kept here, to be answered if the
/// recovery fails.
/// </summary>
internal sealed class EarlyCommands
{
    private List<(IActorRef Sender, ITransactionMessage Command)>? _commands;

    /// <summary>True when the first command is a prepare whose producer states that the id is new.</summary>
    public bool BeginsNew { get; private set; }

    public void Add(IActorRef sender, ITransactionMessage command)
    {
        BeginsNew |= _commands is null && command is PrepareTransaction { IsNew: true };
        (_commands ??= new(1)).Add((sender, command));
    }

    /// <summary>Removes and returns all commands.</summary>
    public IReadOnlyList<(IActorRef Sender, ITransactionMessage Command)> Take()
    {
        var taken = _commands ?? [];
        _commands = null;
        return taken;
    }
}
