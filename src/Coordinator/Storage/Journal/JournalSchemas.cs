namespace Coordinator.Storage.Journal;

/// <summary>Every schema of the journal, by the capability that owns it.</summary>
internal static class JournalSchemas
{
    public static IReadOnlyList<JournalSchema> All { get; } =
    [
        .. TransactionSchemas.All,
        .. TopicSchemas.All,
        .. DeliverySchemas.All,
        .. CheckBackSchemas.All,
    ];
}
