using Coordinator.Recovery;

namespace Coordinator.Tests.Recovery;

/// <summary>In-memory mark of the sweep.</summary>
internal sealed class FakeMarks : ISweepMarks
{
    private volatile SweepMark? _saved;
    private bool _failing;

    public SweepMark? Saved => _saved;

    public void FailAlways() => _failing = true;

    public Task<SweepMark?> LoadAsync() =>
        _failing ? Task.FromException<SweepMark?>(new IOException("unreadable")) : Task.FromResult(_saved);

    public Task SaveAsync(SweepMark mark)
    {
        _saved = mark;
        return Task.CompletedTask;
    }
}
