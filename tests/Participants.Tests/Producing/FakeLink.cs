using Coordinator.Contracts.Producing;
using Coordinator.Participants.Link;

namespace Coordinator.Participants.Tests.Producing;

/// <summary>A coordinator in one function: what it answers to a command, or throws.</summary>
internal sealed class FakeLink(List<string> story) : ICommandLink
{
    private long _lastNumber;

    public bool HasSession => true;

    public List<ITransactionCommand> Posted { get; } = [];

    public Func<ITransactionCommand, TransactionReply> Answer { get; set; } =
        command => FakeCoordinator.Reply(command, TransactionOutcome.Accepted);

    /// <summary>Commands whose reply was waited for.</summary>
    public List<ITransactionCommand> Sent { get; } = [];

    /// <summary>Timeouts of the prepares.</summary>
    public List<TimeSpan?> Timeouts { get; } = [];

    public Task<TransactionReply> SendAsync(ITransactionCommand command, CommandLimits limits, CancellationToken ct)
    {
        Sent.Add(command);
        if (command is Prepare)
            Timeouts.Add(limits.Timeout);
        story.Add(command.Kind.ToString());
        return ct.IsCancellationRequested ? Task.FromCanceled<TransactionReply>(ct) : Task.FromResult(Answer(command));
    }

    public void Post(ITransactionCommand command)
    {
        story.Add($"post {command.Kind}");
        Posted.Add(command);
    }

    public long NextNumber() => ++_lastNumber;
}
