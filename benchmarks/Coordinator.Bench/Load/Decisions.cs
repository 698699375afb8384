using System.Globalization;
using Coordinator.Bench.Measuring;
using Coordinator.Contracts;
using Coordinator.Participants.Checking;

namespace Coordinator.Bench.Load;

/// <summary>Decisions of a producer, and its answers to checks.</summary>
internal sealed class Decisions(int producer, TimeProvider time)
{
    private readonly SequenceSet _rolledBack = new();

    public SequenceSet Committed { get; } = new();

    public TransactionId NewId(long number) => new(IdOf(time.GetUtcNow().ToUnixTimeMilliseconds(), producer, number));

    /// <summary>
    /// Builds an id that has a time, as the library's ids do, and contains the number. Its digits 7 and 8 are those of a UUIDv7.
    /// </summary>
    public static string IdOf(long milliseconds, int producer, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{milliseconds:x12}7{producer:x3}8{number:x15}");

    public static long NumberOf(TransactionId id) =>
        long.Parse(id.Value.AsSpan(17), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public void Decide(long number, bool commit) => _ = (commit ? Committed : _rolledBack).Add(number);

    public CheckResult Answer(long number) =>
        Committed.Contains(number) ? CheckResult.Committed()
        : _rolledBack.Contains(number) ? CheckResult.RolledBack()
        : CheckResult.InProgress();
}
