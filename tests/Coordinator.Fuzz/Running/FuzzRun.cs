using System.Diagnostics;
using Coordinator.Fuzz.Reporting;
using Coordinator.Fuzz.Samples;
using Coordinator.Fuzz.Scripts;
using Coordinator.Harness.Attacks.Targets;

namespace Coordinator.Fuzz.Running;

/// <summary>Runs scripts against a coordinator of its own, and watches it.</summary>
/// <param name="plan">Plan.</param>
/// <param name="say">Tells the user of the progress.</param>
internal sealed class FuzzRun(FuzzPlan plan, Action<string> say) : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenFigures = TimeSpan.FromSeconds(10);

    private static readonly TargetSettings Settings = new()
    {
        // All peers share an address. A topic costs memory for ever, and is limited elsewhere.
        Options = ["--remoting.newConnectionsPerSecond", "100000", "--topics.limit", "40", "--http.metrics", "true"],
        Participants = FuzzParticipants.All,
        HeapLimit = Bounds.Heap,
    };

    private readonly Tally _tally = new();
    private readonly ScriptQueue _scripts = new(plan);
    private readonly CancellationTokenSource _stop = new();
    private readonly Stopwatch _elapsed = new();
    private volatile string? _problem;

    public async Task<FuzzReport> ExecuteAsync(CancellationToken ct)
    {
        say(FormattableString.Invariant($"seed {plan.Seed}, {plan.Setup}, {plan.Duration.TotalSeconds:0} s; starting the coordinator"));
        await using var target = await Target.StartAsync(plan.Setup, Settings);
        var watch = await TargetWatch.StartAsync(target);
        using var stopped = ct.Register(_stop.Cancel);
        try
        {
            await AttackAsync(target, watch);
            ct.ThrowIfCancellationRequested();
            await FinishAsync(target, watch);
        }
        finally
        {
            KeepLogs(target);
        }

        return Report(watch);
    }

    public void Dispose() => _stop.Dispose();

    private async Task AttackAsync(Target target, TargetWatch watch)
    {
        _elapsed.Start();
        var peers = Enumerable.Range(0, plan.Peers).Select(_ => RunScriptsAsync(target)).ToList();
        var all = Task.WhenAll(peers);
        var figuresAt = BetweenFigures;
        while (!all.IsCompleted)
        {
            await Task.WhenAny(all, Task.Delay(BetweenLooks));
            await LookAsync(watch);
            if (_elapsed.Elapsed < figuresAt)
                continue;
            figuresAt += BetweenFigures;
            say(FormattableString.Invariant($"{_elapsed.Elapsed.TotalSeconds,5:0} s  {_scripts.Taken} iterations, {watch.Summary}"));
        }

        await all;
    }

    private async Task RunScriptsAsync(Target target)
    {
        while (_problem is null && !_stop.IsCancellationRequested && _elapsed.Elapsed < plan.Duration && _scripts.Take() is { } script)
        {
            try
            {
                await RunAsync(target, script);
            }
            catch (BrokenPromiseException broken)
            {
                Break(FormattableString.Invariant($"iteration {script.Iteration} ({script.Layer}): {broken.Message}"));
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }

            _scripts.Finish(script);
        }
    }

    private async Task RunAsync(Target target, Script script)
    {
        await using var connection = new ScriptConnection(target, target.Nodes[script.Node % target.Nodes.Count], _tally);
        foreach (var step in script.Steps)
        {
            if (!await connection.DoAsync(step, _stop.Token))
                return;
        }
    }

    private async Task LookAsync(TargetWatch watch)
    {
        var (first, last) = _scripts.Running;
        try
        {
            await watch.LookAsync(_elapsed.Elapsed);
        }
        catch (BrokenPromiseException broken)
        {
            Break(FormattableString.Invariant($"iterations {Math.Max(plan.From, first - plan.Peers)} to {last}: {broken.Message}"));
        }
    }

    private async Task FinishAsync(Target target, TargetWatch watch)
    {
        if (_problem is not null)
            return;
        say("no more scripts; waiting for the end of their connections");
        try
        {
            await Leftovers.RequireNoneAsync(target);
            await watch.LookAsync(_elapsed.Elapsed);
            watch.RequireFast();
        }
        catch (BrokenPromiseException broken)
        {
            Break(FormattableString.Invariant($"after iteration {_scripts.Taken + plan.From - 1}: {broken.Message}"));
        }
    }

    private void Break(string problem)
    {
        _problem ??= problem;
        _stop.Cancel();
    }

    private FuzzReport Report(TargetWatch watch)
    {
        string[] figures =
        [
            FormattableString.Invariant($"{_scripts.Taken} iterations in {_elapsed.Elapsed.TotalSeconds:0} s, {_tally.Connections} connections, {_tally.Bytes / 1_000_000} MB sent"),
            FormattableString.Invariant($"{_tally.Sessions} sessions opened, {_tally.Refusals} refused, {_tally.Items} items received"),
            FormattableString.Invariant($"{_tally.Ended} connections ended by the coordinator, {_tally.HeldBack} held back"),
            .. watch.Figures,
        ];
        if (_problem is not null)
            return new FuzzReport(Outcome.Broken, plan.Seed, $"{_problem}{Environment.NewLine}{watch.LastLines}", figures);
        return _tally.Connections == 0 || (plan.OpensSessions && (_tally.Sessions == 0 || _tally.Items == 0))
            ? new FuzzReport(Outcome.Invalid, plan.Seed, "no connection or session was opened, or none answered, so the run shows little.", figures)
            : new FuzzReport(Outcome.Passed, plan.Seed, null, figures);
    }

    private void KeepLogs(Target target)
    {
        if (plan.Logs is not { } directory)
            return;
        Directory.CreateDirectory(directory);
        foreach (var node in target.Nodes.Where(node => File.Exists(node.Log)))
            File.Copy(node.Log, Path.Combine(directory, Path.GetFileName(node.Log)), overwrite: true);
    }
}
