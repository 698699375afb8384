using Coordinator.Topics.Catalog;

namespace Coordinator.Tests.Topics.Catalog;

/// <summary>Rate with a number of creations, which time does not restore.</summary>
internal sealed class CountedRate : ICreationRate
{
    private int _left = 1;

    public int Left
    {
        get => Volatile.Read(ref _left);
        set => Volatile.Write(ref _left, value);
    }

    public string Refusal => "too fast.";

    public bool TryTake()
    {
        if (Interlocked.Decrement(ref _left) >= 0)
            return true;
        Interlocked.Increment(ref _left);
        return false;
    }

    public void Return() => Interlocked.Increment(ref _left);
}
