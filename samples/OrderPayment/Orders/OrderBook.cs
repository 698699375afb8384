using System.Data.Common;
using Coordinator.Contracts;
using OrderPayment.Services;

namespace OrderPayment.Orders;

/// <summary>Database of the order service: its orders, which of them are paid, and which were declined.</summary>
internal sealed class OrderBook(SqliteFile file)
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS orders (
          number           INTEGER PRIMARY KEY,
          id               TEXT    NOT NULL UNIQUE,
          customer         TEXT    NOT NULL,
          items            TEXT    NOT NULL,
          cents            INTEGER NOT NULL,
          card_limit_cents INTEGER     NULL
        );
        CREATE TABLE IF NOT EXISTS payments (
          order_id       TEXT    NOT NULL PRIMARY KEY REFERENCES orders (id),
          transaction_id TEXT    NOT NULL,
          cents          INTEGER NOT NULL,
          paid_at        TEXT    NOT NULL
        );
        CREATE TABLE IF NOT EXISTS declines (
          order_id       TEXT NOT NULL PRIMARY KEY REFERENCES orders (id),
          transaction_id TEXT NOT NULL,
          reason         TEXT NOT NULL
        );
        CREATE TABLE IF NOT EXISTS lives (number INTEGER PRIMARY KEY AUTOINCREMENT, started_at TEXT NOT NULL);
        """;

    public SqliteFile File => file;

    public Task CreateAsync(CancellationToken ct) => file.ExecuteAsync(Schema, ct);

    /// <summary>Adds the orders that the database does not contain yet.</summary>
    /// <returns>The number of new orders.</returns>
    public async Task<int> AddAsync(IEnumerable<Order> orders, CancellationToken ct)
    {
        await using var connection = file.Connect();
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var added = 0;
        foreach (var order in orders)
        {
            added += await transaction.ExecuteAsync(
                "INSERT INTO orders (id, customer, items, cents, card_limit_cents) "
                + "VALUES (@id, @customer, @items, @cents, @limit) ON CONFLICT (id) DO NOTHING",
                ct,
                ("@id", order.Id),
                ("@customer", order.Customer),
                ("@items", order.Items),
                ("@cents", order.Cents),
                ("@limit", order.CardLimitCents));
        }

        await transaction.CommitAsync(ct);
        return added;
    }

    /// <summary>Counts the starts of the service, so that no two starts use the same transaction id.</summary>
    public async Task<long> BeginLifeAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = file.Connect();
        await using var command = connection.Command(
            "INSERT INTO lives (started_at) VALUES (@now) RETURNING number", ("@now", now.ToString("O")));
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Reads the orders that are neither paid nor declined.</summary>
    public async Task<IReadOnlyList<Order>> UnsettledAsync(CancellationToken ct)
    {
        await using var connection = file.Connect();
        await using var command = connection.Command("""
            SELECT id, customer, items, cents, card_limit_cents FROM orders
            WHERE id NOT IN (SELECT order_id FROM payments UNION ALL SELECT order_id FROM declines)
            ORDER BY number
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var orders = new List<Order>();
        while (await reader.ReadAsync(ct))
        {
            orders.Add(new Order(
                reader.GetString(0),
                reader.GetString(1),
                reader.GetString(2),
                reader.GetInt64(3),
                reader.IsDBNull(4) ? null : reader.GetInt64(4)));
        }

        return orders;
    }

    public async Task<bool> IsPaidAsync(Order order, CancellationToken ct)
    {
        await using var connection = file.Connect();
        await using var command = connection.Command("SELECT count(*) FROM payments WHERE order_id = @id", ("@id", order.Id));
        return (long)(await command.ExecuteScalarAsync(ct))! > 0;
    }

    /// <summary>Inserts the payment within the local transaction.</summary>
    public static Task PayAsync(
        DbTransaction transaction, Order order, TransactionId id, DateTimeOffset now, CancellationToken ct) =>
        transaction.ExecuteAsync(
            "INSERT INTO payments (order_id, transaction_id, cents, paid_at) VALUES (@order, @transaction, @cents, @now)",
            ct,
            ("@order", order.Id),
            ("@transaction", id.Value),
            ("@cents", order.Cents),
            ("@now", now.ToString("O")));

    /// <summary>Records that the card was declined, after the payment was rolled back.</summary>
    public Task DeclineAsync(Order order, TransactionId id, CancellationToken ct) => file.ExecuteAsync(
        "INSERT INTO declines (order_id, transaction_id, reason) VALUES (@order, @transaction, 'over the card''s limit') "
        + "ON CONFLICT (order_id) DO NOTHING",
        ct,
        ("@order", order.Id),
        ("@transaction", id.Value));
}
