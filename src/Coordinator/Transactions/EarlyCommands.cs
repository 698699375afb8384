using Akka.Actor;

namespace Coordinator.Transactions;

/// <summary>
/// The commands that came before the journal was read. Akka keeps them itself; who sent them must be known in case that fails.
/// </summary>
internal sealed class EarlyCommands
{
    private List<(IActorRef Sender, ITransactionMessage Command)>? _commands;

    /// <summary>The first of them prepares, and its producer says that nobody has used the id before.</summary>
    public bool BeginsNew { get; private set; }

    public void Add(IActorRef sender, ITransactionMessage command)
    {
        BeginsNew |= _commands is null && command is PrepareTransaction { IsNew: true };
        (_commands ??= new(1)).Add((sender, command));
    }

    /// <summary>All of them; none is kept.</summary>
    public IReadOnlyList<(IActorRef Sender, ITransactionMessage Command)> Take()
    {
        var taken = _commands ?? [];
        _commands = null;
        return taken;
    }
}
