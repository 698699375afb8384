using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Tests.Fence;

/// <summary>One local transaction against one or two checks; everything about it but the scheduler comes from a seed.</summary>
internal sealed class FenceRace(ServiceDatabase service, ICheckedOutcomes outcomes, TransactionId id, Random random)
{
    private const int LongestSpin = 20_000;

    private readonly CheckComes _comes = Draw(random);
    private readonly bool _commits = random.NextDouble() < 0.85;
    private readonly int _checks = random.Next(1, 3);
    private readonly int[] _spins = [.. Enumerable.Range(0, 4).Select(_ => random.Next(LongestSpin))];
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _checksDone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<RaceResult> RunAsync()
    {
        var checks = CheckWhenToldAsync();
        var local = RunLocalAsync();
        var answers = await checks;
        var localCommitted = await local;
        var final = await FinalAsync();
        return new RaceResult(id, _comes, localCommitted, await service.OrdersAsync(id.Value), answers, final);
    }

    private async Task<CheckResult[]> CheckWhenToldAsync()
    {
        if (_comes != CheckComes.BeforeTheStart)
            await _go.Task;
        try
        {
            return await Task.WhenAll(Enumerable.Range(0, _checks).Select(number => CheckAsync(_spins[number])));
        }
        finally
        {
            _checksDone.SetResult();
        }
    }

    private async Task<CheckResult> CheckAsync(int spin)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Thread.SpinWait(spin);
        return await outcomes.CheckAsync(id);
    }

    private async Task<bool> RunLocalAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (_comes == CheckComes.BeforeTheStart)
            await _checksDone.Task;
        Tell(CheckComes.Together);
        await using var local = await service.BeginAsync();
        Tell(CheckComes.AfterTheBegin);
        Thread.SpinWait(_spins[3]);
        try
        {
            await outcomes.RecordCommittedAsync(local.Transaction, id);
        }
        catch (TransactionFencedException)
        {
            _go.TrySetResult();
            return false;
        }

        await local.AddOrderAsync(id.Value);
        Tell(CheckComes.WhileOpen);
        if (_comes == CheckComes.WhileOpen)
            await _checksDone.Task;
        Tell(CheckComes.WithTheCommit);
        Thread.SpinWait(_spins[2]);
        if (_commits)
            await local.CommitAsync();
        return _commits;
    }

    private void Tell(CheckComes moment)
    {
        if (_comes == moment)
            _go.SetResult();
    }

    // As the coordinator does: ask again until it is known.
    private async Task<CheckResult> FinalAsync()
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var answer = await outcomes.CheckAsync(id);
            if (answer.Verdict != CheckVerdict.InProgress)
                return answer;
        }

        return CheckResult.InProgress("never decided");
    }

    // A check that meets an open transaction costs its whole wait: rare, so that thousands of races take seconds.
    private static CheckComes Draw(Random random) => random.NextDouble() switch
    {
        < 0.01 => CheckComes.WhileOpen,
        < 0.20 => CheckComes.BeforeTheStart,
        < 0.40 => CheckComes.AfterTheBegin,
        < 0.70 => CheckComes.WithTheCommit,
        _ => CheckComes.Together,
    };
}

/// <summary>Outcome of a race as both sides saw it.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Comes">When the check came.</param>
/// <param name="LocalCommitted">What the service saw.</param>
/// <param name="Orders">What its database holds.</param>
/// <param name="Answers">What the coordinator was told during the race; it acts on any answer that decides.</param>
/// <param name="Final">What it is told afterwards.</param>
internal sealed record RaceResult(
    TransactionId Id, CheckComes Comes, bool LocalCommitted, long Orders, IReadOnlyList<CheckResult> Answers, CheckResult Final)
{
    public CheckVerdict Expected => LocalCommitted ? CheckVerdict.Committed : CheckVerdict.RolledBack;

    public bool Consistent =>
        Orders == (LocalCommitted ? 1 : 0)
        && Final.Verdict == Expected
        && Answers.All(answer => answer.Verdict == Expected || answer.Verdict == CheckVerdict.InProgress);

    public override string ToString() =>
        $"{Id}: check {Comes}, local {(LocalCommitted ? "committed" : "rolled back")}, {Orders} orders, "
        + $"answers {string.Join(" ", Answers.Select(answer => answer.Verdict))}, finally {Final.Verdict}";
}
