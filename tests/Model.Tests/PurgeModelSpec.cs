namespace Coordinator.Model.Tests;

/// <summary>Checks what is deleted in the journal and in the service's database, without broken parts.</summary>
public sealed class PurgeModelSpec
{
    [SpinFact]
    public async Task Deletion_changes_no_decision_in_any_state() => (await Search.Everywhere("purge.pml").RunAsync()).MustBeClean();
}
