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

    /// <summary>Builds an id of 32 digits that sorts by time, as the library's ids do, and contains the number.</summary>
    public static string IdOf(long milliseconds, int producer, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{milliseconds:x12}{producer:x4}{number:x16}");

    public static long NumberOf(TransactionId id) =>
        long.Parse(id.Value.AsSpan(16), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public void Decide(long number, bool commit) => _ = (commit ? Committed : _rolledBack).Add(number);

    public CheckResult Answer(long number) =>
        Committed.Contains(number) ? CheckResult.Committed()
        : _rolledBack.Contains(number) ? CheckResult.RolledBack()
        : CheckResult.InProgress();
}
