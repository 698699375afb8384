namespace OrderPayment.Proof;

/// <summary>Rule that must hold over all databases.</summary>
/// <param name="Says">Text of the rule.</param>
/// <param name="Breaches">Query that returns one text per violation, and no row when the rule holds.</param>
internal sealed record Rule(string Says, string Breaches)
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            "every transaction is decided, and a committed one is in every queue",
            "SELECT id FROM transactions WHERE NOT rolled_back AND NOT completed"),
        new(
            "no transaction is both committed and rolled back",
            "SELECT id FROM transactions WHERE committed AND rolled_back"),
        new(
            "every order is either paid or declined",
            """
            SELECT id FROM orders.orders WHERE
              (id IN (SELECT order_id FROM orders.payments)) + (id IN (SELECT order_id FROM orders.declines)) <> 1
            """),
        new(
            "every payment has a committed transaction",
            """
            SELECT order_id FROM orders.payments
            WHERE transaction_id NOT IN (SELECT id FROM transactions WHERE committed)
            """),
        new(
            "every committed transaction has its payment",
            "SELECT id FROM transactions WHERE committed AND id NOT IN (SELECT transaction_id FROM orders.payments)"),
        new(
            "no rolled-back transaction has a payment",
            "SELECT id FROM transactions WHERE rolled_back AND id IN (SELECT transaction_id FROM orders.payments)"),
        new(
            "the fence and the coordinator record the same outcome",
            "SELECT id FROM transactions JOIN fence USING (id) WHERE transactions.committed <> fence.committed"),
        new(
            "every payment is shipped, once",
            """
            SELECT p.order_id FROM orders.payments p LEFT JOIN shipping.shipments s USING (transaction_id)
            GROUP BY p.order_id HAVING count(s.number) <> 1
            """),
        new(
            "every payment has its points, once, and the right number",
            """
            SELECT p.order_id FROM orders.payments p LEFT JOIN points.awards a USING (transaction_id)
            GROUP BY p.order_id HAVING count(a.number) <> 1 OR max(a.points) <> p.cents / 100
            """),
        new(
            "nothing is shipped that was not paid",
            "SELECT order_id FROM shipping.shipments WHERE transaction_id NOT IN (SELECT transaction_id FROM orders.payments)"),
        new(
            "no points for what was not paid",
            "SELECT order_id FROM points.awards WHERE transaction_id NOT IN (SELECT transaction_id FROM orders.payments)"),
        new(
            "each customer's orders are shipped in the order of their payments' commits",
            """
            SELECT order_id FROM (
              SELECT order_id, queue, queue_offset,
                     lag(queue) OVER (PARTITION BY customer ORDER BY number) AS queue_before,
                     lag(queue_offset) OVER (PARTITION BY customer ORDER BY number) AS offset_before
              FROM shipping.shipments)
            WHERE queue <> queue_before OR queue_offset <= offset_before
            """),
    ];
}
