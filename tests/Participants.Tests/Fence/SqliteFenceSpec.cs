using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Participants.Checking;
using Coordinator.Testing;

namespace Coordinator.Participants.Tests.Fence;

public sealed class SqliteFenceSpec : IAsyncLifetime, IDisposable
{
    private static readonly TransactionId Id = new("order-17");
    private readonly SqliteFile _file = new();

    public Task InitializeAsync() => ServiceDatabase.Of(_file).CreateTablesAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _file.Dispose();

    [Theory, Trait("race", "1")]
    [InlineData(false)]
    [InlineData(true)]
    public Task Local_transaction_is_fenced_when_the_check_came_before_it(bool deferred) =>
        FenceScenarios.Race_1_check_before_the_local_transaction_starts(ServiceDatabase.Of(_file, deferred), Id);

    [Fact, Trait("race", "1")]
    public Task Deferred_local_transaction_is_fenced_when_its_snapshot_is_older_than_the_check() =>
        FenceScenarios.Race_1_check_between_the_first_read_and_the_fence_row(ServiceDatabase.Of(_file, deferred: true), Id);

    [Theory, Trait("race", "2")]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public Task Check_answers_in_progress_while_the_local_transaction_is_open(bool deferred, bool commit) =>
        FenceScenarios.Race_2_check_while_the_local_transaction_is_open(ServiceDatabase.Of(_file, deferred), Id, commit);

    [Fact, Trait("race", "2")]
    public async Task Check_answers_in_progress_when_an_immediate_transaction_has_only_begun()
    {
        await using var local = await ServiceDatabase.Of(_file).BeginAsync();
        var open = await ServiceDatabase.Of(_file).Outcomes().CheckAsync(Id);
        Assert.Equal(Contracts.Checking.CheckVerdict.InProgress, open.Verdict);
    }

    [Fact]
    public async Task Check_answers_at_once_when_an_outcome_stands_and_others_write()
    {
        var service = ServiceDatabase.Of(_file);
        await service.Outcomes().CheckAsync(Id);
        await using var writer = await service.BeginAsync();
        Assert.Equal(CheckResult.RolledBack(), await service.Outcomes().CheckAsync(Id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Second_local_transaction_under_the_id_is_refused(bool deferred) =>
        FenceScenarios.A_second_local_transaction_under_the_id_is_refused(ServiceDatabase.Of(_file, deferred), Id);

    [Fact]
    public Task Second_local_transaction_with_an_older_snapshot_is_refused() =>
        FenceScenarios.A_second_local_transaction_that_began_before_the_first_committed_is_refused(
            ServiceDatabase.Of(_file, deferred: true), Id);

    [Fact]
    public Task Checks_at_the_same_time_agree() => FenceScenarios.Checks_at_the_same_time_agree(ServiceDatabase.Of(_file), Id);

    [Fact]
    public async Task Tables_are_created_by_many_at_once()
    {
        using var empty = new SqliteFile();
        await FenceScenarios.Tables_are_created_by_many_at_once(ServiceDatabase.Of(empty));
    }

    [Fact]
    public async Task Recording_says_so_when_the_local_transaction_is_over()
    {
        await using var local = await ServiceDatabase.Of(_file).BeginAsync();
        await local.CommitAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => ServiceDatabase.Of(_file).Outcomes().RecordCommittedAsync(local.Transaction, Id));
    }

    [Fact]
    public async Task Check_fails_when_the_database_cannot_say()
    {
        using var withoutTables = new SqliteFile();
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(
            () => ServiceDatabase.Of(withoutTables).Outcomes().CheckAsync(Id));
    }
}
