namespace Coordinator.Model.Tests;

/// <summary>Checks a commit that the queue writes together with the messages, without broken parts.</summary>
public sealed class CommitModelSpec
{
    [SpinFact]
    public async Task Commit_and_its_messages_are_stored_together_in_every_state() =>
        (await Search.Everywhere("commit.pml").RunAsync()).MustBeClean();
}
