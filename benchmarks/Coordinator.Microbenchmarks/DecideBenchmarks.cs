using BenchmarkDotNet.Attributes;
using Coordinator.Transactions;

namespace Coordinator.Microbenchmarks;

/// <summary>Measures the rules of a transaction, without actor and journal.</summary>
[MemoryDiagnoser]
public class DecideBenchmarks
{
    private static readonly CommitTransaction Commit = new(Sample.Id(1), Sample.Producers, Sample.Instance);

    private readonly TransactionDecider _decider = new(checkBudget: 15);
    private TransactionState _prepared = TransactionState.None;

    [GlobalSetup]
    public void Prepare() => _prepared = After(TransactionState.None, Sample.Prepare);

    [Benchmark]
    public object DecideAndApplyPrepare() => After(TransactionState.None, Sample.Prepare);

    [Benchmark]
    public object DecideAndApplyCommit() => After(_prepared, Commit);

    private TransactionState After(TransactionState state, ITransactionMessage command)
    {
        foreach (var happened in _decider.Decide(state, command, Sample.Now).Events)
            state = state.Apply(happened);
        return state;
    }
}
