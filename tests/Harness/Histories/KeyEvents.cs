namespace Coordinator.Harness.Histories;

/// <summary>A producer is about to send under a business key for the first time.</summary>
/// <param name="Key">Business key.</param>
/// <param name="Form">Way in which it is sent, so that another process can send it again in the same way.</param>
/// <param name="Messages">Messages, which are the same in each send.</param>
public sealed record KeyBegun(string Key, string Form, IReadOnlyList<Sent> Messages) : Entry
{
    /// <summary>Name of the entry in a history.</summary>
    public const string What = "keyBegun";
}

/// <summary>The local transaction of an attempt under a business key is open. Written before it can commit.</summary>
/// <param name="Key">Business key.</param>
/// <param name="Id">Transaction, which the library made for the attempt.</param>
public sealed record KeyTried(string Key, string Id) : Entry;

/// <summary>A send under a business key is over.</summary>
/// <param name="Key">Business key.</param>
/// <param name="Id">Transaction that the send names as committed; <c>null</c> when it failed or rolled back.</param>
/// <param name="Confirmed">True when the coordinator has confirmed the commit.</param>
/// <param name="Repeated">True when an earlier send had committed.</param>
/// <param name="Detail">Failure, for people.</param>
public sealed record KeyEnded(string Key, string? Id, bool Confirmed, bool Repeated, string? Detail = null) : Entry
{
    /// <summary>Name of the entry in a history.</summary>
    public const string What = "keyEnded";

    /// <summary>True when the producer need not send again.</summary>
    public bool IsResolved() => Id is not null && Confirmed;
}
