using Coordinator.Common;
using Coordinator.Contracts.Common;

namespace Coordinator.Sessions.Access;

/// <summary>
/// Wait before the next proof, after wrong ones in a row. It is kept per name and address, so that a service with a wrong secret delays
/// no other service of the same machine.
/// </summary>
internal sealed class ProofBackoff(TimeProvider time)
{
    private const int MaxEntries = 10_000;

    // A person who corrects a secret should not notice, and a program that guesses should.
    private const int FreeProofs = 3;

    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);

    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    private readonly BoundedMap<(string Address, string Name), (int Wrong, long LastAt)> _entries = new(MaxEntries);

    public int Count => _entries.Count;

    /// <summary>Returns the time until the next proof is taken; zero when it is now.</summary>
    public TimeSpan WaitOf(string address, string name)
    {
        if (!_entries.TryGetValue((address, name), out var entry) || entry.Wrong < FreeProofs)
            return TimeSpan.Zero;
        var left = _backoff.After(entry.Wrong - FreeProofs + 1, fraction: 0) - time.GetElapsedTime(entry.LastAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    public void CountWrong(string address, string name)
    {
        var known = _entries.TryGetValue((address, name), out var entry) && time.GetElapsedTime(entry.LastAt) < Forgotten;
        _entries.Set((address, name), ((known ? entry.Wrong : 0) + 1, time.GetTimestamp()));
    }

    public void Forget(string address, string name) => _entries.Remove((address, name));
}
