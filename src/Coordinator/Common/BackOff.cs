namespace Coordinator.Common;

/// <summary>Waits that double up to a limit, each up to a fifth longer so that many do not come at once.</summary>
internal sealed class BackOff(TimeSpan shortest, TimeSpan longest)
{
    private int _doublings;

    public TimeSpan Next()
    {
        var wait = shortest * Math.Pow(2, _doublings);
        if (wait < longest)
            _doublings++;
        else
            wait = longest;
        return wait * (1 + (Random.Shared.NextDouble() / 5));
    }

    public void Reset() => _doublings = 0;
}
