using Coordinator.Contracts;

namespace Coordinator.Transactions;

/// <summary>Author of the decision about a transaction. Every decision has one, because no decision is ever changed.</summary>
internal abstract record DecidedBy
{
    private DecidedBy()
    {
    }

    /// <summary>An instance of the producing service, by its own command.</summary>
    public sealed record Producer(InstanceId Instance) : DecidedBy;

    /// <summary>An instance of the producing service, by its answer to a check.</summary>
    public sealed record Check(int Number, InstanceId Instance, DateTimeOffset AskedAt, string? Detail) : DecidedBy;

    /// <summary>An operator.</summary>
    public sealed record Operator(string Who, string Why) : DecidedBy;
}
