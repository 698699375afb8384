using Coordinator.Persistence;
using Coordinator.Tests.Persistence.GroupCommit;

namespace Coordinator.Tests.Retention.Queues;

/// <summary>Runs a case on either database.</summary>
internal static class RetentionCase
{
    public static async Task RunAsync(StorageEngine engine, Func<RetainedQueues, Task> test)
    {
        var kit = await JournalKit.OpenAsync(engine, JournalKind.GroupCommit);
        try
        {
            await test(new RetainedQueues(kit));
        }
        finally
        {
            await kit.CloseAsync();
        }
    }
}
