
namespace Coordinator.Bench.Soaking;

/// <summary>The parked transaction and the dead letter that no retention may delete.</summary>
/// <param name="Parked">Id of the transaction.</param>
/// <param name="DeadLetter">Id of the message that is a dead letter.</param>
internal sealed record KeptWork(string Parked, string DeadLetter)
{
    /// <summary>Number of the group that has the dead letter.</summary>
    public const int Group = 0;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Waits until both are there.</summary>
    /// <exception cref="BenchFailedException">One of them did not come within the first minute.</exception>
    public static async Task<KeptWork> BeginAsync(SoakAdministration administration, CancellationToken ct)
    {
        for (var began = TimeProvider.System.GetTimestamp(); ; await Task.Delay(Interval, ct))
        {
            if (await FindAsync(administration, ct) is ([var parked], [var letter]))
                return new KeptWork(parked, letter);
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new BenchFailedException("In the first minute there were not one parked transaction and one dead letter.");
        }
    }

    /// <summary>Returns whether both are there, and no others.</summary>
    public async Task<bool> IsThereAsync(SoakAdministration administration, CancellationToken ct) =>
        await FindAsync(administration, ct) is ([var parked], [var letter]) && parked == Parked && letter == DeadLetter;

    private static async Task<(IReadOnlyList<string> Parked, IReadOnlyList<string> DeadLetters)> FindAsync(
        SoakAdministration administration, CancellationToken ct) =>
        (await administration.ParkedAsync(ct), await administration.DeadLettersAsync(Group, ct));
}
