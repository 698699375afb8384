using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Tests.Fence;

/// <summary>Tests the fence on every database and at every isolation level.</summary>
internal static class FenceScenarios
{
    public static async Task Race_1_check_before_the_local_transaction_starts(ServiceDatabase service, TransactionId id)
    {
        Assert.Equal(CheckResult.RolledBack(), await service.Outcomes().CheckAsync(id));
        await using (var local = await service.BeginAsync())
        {
            var fenced = await Assert.ThrowsAsync<TransactionFencedException>(
                () => service.Outcomes().RecordCommittedAsync(local.Transaction, id));
            Assert.Equal(id, fenced.Id);
        }

        Assert.Equal(CheckResult.RolledBack(), await service.Outcomes().CheckAsync(id));
    }

    /// <summary>The local transaction has begun and read, so that its snapshot is older than the check's row.</summary>
    public static async Task Race_1_check_between_the_first_read_and_the_fence_row(ServiceDatabase service, TransactionId id)
    {
        await using (var local = await service.BeginAsync())
        {
            await local.ScalarAsync("SELECT count(*) FROM orders");
            Assert.Equal(CheckResult.RolledBack(), await service.Outcomes().CheckAsync(id));
            await Assert.ThrowsAsync<TransactionFencedException>(
                () => service.Outcomes().RecordCommittedAsync(local.Transaction, id));
        }

        Assert.Equal(CheckResult.RolledBack(), await service.Outcomes().CheckAsync(id));
        Assert.Equal(0, await service.OrdersAsync(id.Value));
    }

    public static async Task Race_2_check_while_the_local_transaction_is_open(
        ServiceDatabase service, TransactionId id, bool commit)
    {
        await using (var local = await service.BeginAsync())
        {
            await service.Outcomes().RecordCommittedAsync(local.Transaction, id);
            await local.AddOrderAsync(id.Value);
            var open = await service.Outcomes().CheckAsync(id);
            Assert.Equal(Contracts.Checking.CheckVerdict.InProgress, open.Verdict);
            Assert.NotNull(open.Detail);
            if (commit)
                await local.CommitAsync();
        }

        Assert.Equal(commit ? CheckResult.Committed() : CheckResult.RolledBack(), await service.Outcomes().CheckAsync(id));
        Assert.Equal(commit ? 1 : 0, await service.OrdersAsync(id.Value));
    }

    public static async Task A_second_local_transaction_under_the_id_is_refused(ServiceDatabase service, TransactionId id)
    {
        await using (var first = await service.BeginAsync())
        {
            await service.Outcomes().RecordCommittedAsync(first.Transaction, id);
            await first.CommitAsync();
        }

        await using var second = await service.BeginAsync();
        var refused = await Assert.ThrowsAsync<TransactionAlreadyCommittedException>(
            () => service.Outcomes().RecordCommittedAsync(second.Transaction, id));
        Assert.Equal(id, refused.Id);
    }

    /// <summary>The second one's snapshot is older than the first one's commit.</summary>
    public static async Task A_second_local_transaction_that_began_before_the_first_committed_is_refused(
        ServiceDatabase service, TransactionId id)
    {
        await using var second = await service.BeginAsync();
        await second.ScalarAsync("SELECT count(*) FROM orders");
        await using (var first = await service.BeginAsync())
        {
            await service.Outcomes().RecordCommittedAsync(first.Transaction, id);
            await first.CommitAsync();
        }

        await Assert.ThrowsAsync<TransactionAlreadyCommittedException>(
            () => service.Outcomes().RecordCommittedAsync(second.Transaction, id));
    }

    public static async Task Checks_at_the_same_time_agree(ServiceDatabase service, TransactionId id)
    {
        var patient = service.Outcomes(TimeSpan.FromSeconds(5));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => patient.CheckAsync(id)));
        Assert.All(answers, answer => Assert.Equal(CheckResult.RolledBack(), answer));
    }

    public static async Task Tables_are_created_by_many_at_once(ServiceDatabase service)
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => service.Outcomes().EnsureTablesAsync()));
        Assert.Equal(CheckResult.RolledBack(), await service.Outcomes().CheckAsync(new TransactionId("after-setup")));
    }
}
