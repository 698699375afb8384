using Coordinator.Persistence.Schemas;
using Coordinator.Transactions.Schemas.Proto;

namespace Coordinator.Transactions.Schemas;

/// <summary>Schemas of the events of transactions. The sweep for open transactions reads these manifests by SQL.</summary>
internal static class TransactionSchemas
{
    public const string Prepared = "tp";
    public const string Committed = "tm";
    public const string Completed = "tc";
    public const string Appended = "ta";
    public const string Reported = "tx";
    public const string RolledBack = "tr";
    public const string Checked = "tk";
    public const string Parked = "tq";

    public static IReadOnlyList<JournalSchema> All { get; } =
    [
        JournalSchema.Of<TransactionPrepared, StoredTransactionPrepared>(
            Prepared, StoredTransactionPrepared.Parser, TransactionMapping.ToStored, TransactionMapping.ToEvent),
        JournalSchema.Of<TransactionCommitted, StoredTransactionCommitted>(
            Committed, StoredTransactionCommitted.Parser, TransactionMapping.ToStored, TransactionMapping.ToEvent),
        JournalSchema.Of<TransactionAppended, StoredTransactionAppended>(
            Appended, StoredTransactionAppended.Parser, TransactionMapping.ToStored, TransactionMapping.ToEvent),
        JournalSchema.Of<TransactionReported, StoredTransactionReported>(
            Reported, StoredTransactionReported.Parser, TransactionMapping.ToStored, TransactionMapping.ToEvent),
        JournalSchema.Of<TransactionCompleted, StoredTransactionCompleted>(
            Completed, StoredTransactionCompleted.Parser, TransactionMapping.ToStored, TransactionMapping.ToEvent),
        JournalSchema.Of<TransactionRolledBack, StoredTransactionRolledBack>(
            RolledBack, StoredTransactionRolledBack.Parser, TransactionMapping.ToStored, TransactionMapping.ToEvent),
        JournalSchema.Of<TransactionChecked, StoredTransactionChecked>(
            Checked, StoredTransactionChecked.Parser, TransactionMapping.ToStored, TransactionMapping.ToEvent),
        JournalSchema.Of<TransactionParked, StoredTransactionParked>(
            Parked, StoredTransactionParked.Parser, TransactionMapping.ToStored, TransactionMapping.ToEvent),
    ];
}
