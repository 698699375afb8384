using Coordinator.CheckBack;
using Coordinator.Storage.Journal.Proto;

namespace Coordinator.Storage.Journal;

internal static class CheckBackSchemas
{
    public static IReadOnlyList<JournalSchema> All { get; } =
    [
        JournalSchema.Of<SweepMark, StoredSweepMark>("sm", StoredSweepMark.Parser, Write, Read),
    ];

    private static StoredSweepMark Write(SweepMark mark) => new() { Place = mark.Place, Kept = { mark.Kept } };

    private static SweepMark Read(StoredSweepMark stored) => new(stored.Place, [.. stored.Kept]);
}
