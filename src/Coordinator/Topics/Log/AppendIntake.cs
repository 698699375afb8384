using System.Diagnostics.CodeAnalysis;
using Akka.Actor;

namespace Coordinator.Topics.Log;

/// <summary>
/// Appends that wait for the next write, in the order of their arrival. The limits count all appends that are not answered yet.
/// </summary>
internal sealed class AppendIntake(int maxCommands, long maxBytes)
{
    private readonly Queue<WaitingAppend> _next = [];
    private long _bytes;

    /// <summary>Number of appends that are not answered yet.</summary>
    public int Outstanding { get; private set; }

    /// <summary>Adds an append; false when the intake is full.</summary>
    public bool TryAdd(AppendToQueue command, IActorRef replyTo)
    {
        long bytes = 0;
        foreach (var message in command.Messages)
            bytes += EntrySize.Of(message.Message);
        if (Outstanding >= maxCommands || (_bytes + bytes > maxBytes && Outstanding > 0))
            return false;
        _next.Enqueue(new WaitingAppend(command, replyTo, bytes));
        _bytes += bytes;
        Outstanding++;
        return true;
    }

    public bool TryPeek([NotNullWhen(true)] out WaitingAppend? next) => _next.TryPeek(out next);

    /// <summary>Takes the next append. It counts as outstanding until <see cref="Done" />.</summary>
    public void Take() => _next.Dequeue();

    public void Done(WaitingAppend append)
    {
        _bytes -= append.Bytes;
        Outstanding--;
    }
}
