using Coordinator.Participants.Fence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Coordinator.Participants.EntityFrameworkCore;

/// <summary>Adds the tables of the fence and the inbox to a model, so that the migrations of the service create them.</summary>
public static class CoordinatorTables
{
    /// <summary>
    /// Adds the tables. Call it in <c>OnModelCreating</c>. The library then finds them and creates none.
    /// </summary>
    /// <param name="modelBuilder">The model.</param>
    /// <param name="database">Database of the context (<c>DbContext.Database</c>), which tells the dialect.</param>
    /// <exception cref="NotSupportedException">The library has no dialect for the provider of the context.</exception>
    public static ModelBuilder AddCoordinatorTables(this ModelBuilder modelBuilder, DatabaseFacade database)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        ArgumentNullException.ThrowIfNull(database);
        var dialect = Provider.DialectOf(database.ProviderName);
        AddOutcomes(Table(modelBuilder, "coordinator_outcomes", dialect), dialect);
        AddMessages(Table(modelBuilder, "coordinator_messages", dialect));
        AddStoredKeys(Table(modelBuilder, "coordinator_stored_keys", dialect));
        AddInbox(Table(modelBuilder, "coordinator_inbox", dialect), dialect);
        AddBounds(Table(modelBuilder, "coordinator_purge_bounds", dialect));
        AddVersions(Table(modelBuilder, "coordinator_tables", dialect));
        return modelBuilder;
    }

    private static void AddOutcomes(TableBuilder table, SqlDialect dialect)
    {
        table.Text("transaction_id", 64).Text("outcome", null).Clock("recorded_at", dialect)
            .Text("producer_group", 128, isRequired: false).Text("business_key", 256, isRequired: false)
            .Column<byte[]>("messages_digest", isRequired: false).Column<long>("recorded_ms", isRequired: false)
            .Key("transaction_id");
        table.Check("coordinator_outcomes_outcome_check", "outcome IN ('committed', 'rolled back')");
        table.Check("coordinator_outcomes_key_rule", "business_key IS NULL OR (outcome = 'committed' AND producer_group IS NOT NULL)");
        table.Index("coordinator_outcomes_key", "business_key IS NOT NULL", isUnique: true, "producer_group", "business_key");
        table.Index("coordinator_outcomes_key_age", "business_key IS NOT NULL", isUnique: false, "producer_group", "recorded_ms");
    }

    private static void AddMessages(TableBuilder table)
    {
        table.Counter("position").Text("transaction_id", 64).Text("producer_group", 128).Text("hand_over", 16)
            .Column<byte[]>("messages").Text("refusal", 1024, isRequired: false, isCompared: false).Column<long>("recorded_ms")
            .Key("position");
        table.Index("coordinator_messages_transaction_id_key", null, isUnique: true, "transaction_id");
        table.Index("coordinator_messages_waiting", "hand_over <> 'kept'", isUnique: false, "producer_group", "hand_over", "position");
    }

    private static void AddStoredKeys(TableBuilder table) =>
        table.Text("producer_group", 128).Text("topic", 128).Text("ordering_key", 256).Column<long>("transactions")
            .Key("producer_group", "topic", "ordering_key");

    private static void AddInbox(TableBuilder table, SqlDialect dialect)
    {
        table.Text("consumer_group", 128).Text("message_id", 80).Clock("handled_at", dialect)
            .Text("topic", 128, isRequired: false).Column<int>("queue", isRequired: false)
            .Column<long>("queue_offset", isRequired: false).Column<long>("epoch", isRequired: false)
            .Key("consumer_group", "message_id");
        // A model has no index on an expression, as the script of the library has for an empty epoch.
        table.Index("coordinator_inbox_offset", "queue_offset IS NOT NULL", isUnique: false, "consumer_group", "topic", "queue", "queue_offset");
    }

    private static void AddBounds(TableBuilder table) =>
        table.Text("name", 32).Text("group_name", 128).Text("topic", 128, standard: "").Column("queue", 0).Column("epoch", 0L)
            .Column<long>("bound").Text("excepted", null, standard: "[]")
            .Key("name", "group_name", "topic", "queue", "epoch");

    private static void AddVersions(TableBuilder table)
    {
        table.Text("name", 64).Column<int>("version").Column<int>("compatible_from").Key("name");
        table.Row(Inbox.InboxTables.Name, Inbox.InboxTables.Version);
        table.Row(OutcomeTables.Name, OutcomeTables.Version);
    }

    private static TableBuilder Table(ModelBuilder model, string name, SqlDialect dialect) =>
        new(model.SharedTypeEntity<Dictionary<string, object>>($"Coordinator.{name}"), name, dialect);
}
