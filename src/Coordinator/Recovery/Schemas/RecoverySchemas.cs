using Coordinator.Persistence.Schemas;
using Coordinator.Recovery.Schemas.Proto;

namespace Coordinator.Recovery.Schemas;

internal static class RecoverySchemas
{
    public static IReadOnlyList<JournalSchema> All { get; } =
    [
        JournalSchema.Of<SweepMark, StoredSweepMark>("sm", StoredSweepMark.Parser, Write, Read),
    ];

    private static StoredSweepMark Write(SweepMark mark) => new() { Place = mark.Place, Kept = { mark.Kept } };

    private static SweepMark Read(StoredSweepMark stored) => new(stored.Place, [.. stored.Kept]);
}
