using System.Text.Json.Serialization;

namespace OrderPayment.Proof;

/// <summary>Result of a run, as <c>--json</c> prints it.</summary>
internal sealed record Figures(
    [property: JsonPropertyName("orders")] long Orders,
    [property: JsonPropertyName("paid")] long Paid,
    [property: JsonPropertyName("declined")] long Declined,
    [property: JsonPropertyName("committed")] long Committed,
    [property: JsonPropertyName("rolledBack")] long RolledBack,
    [property: JsonPropertyName("decidedByCheck")] long DecidedByCheck,
    [property: JsonPropertyName("shipped")] long Shipped,
    [property: JsonPropertyName("pointsAwarded")] long PointsAwarded,
    [property: JsonPropertyName("redeliveriesAbsorbed")] long RedeliveriesAbsorbed,
    [property: JsonPropertyName("kills")] int Kills,
    [property: JsonPropertyName("inconsistent")] int Inconsistent,
    [property: JsonPropertyName("seconds")] double Seconds);
