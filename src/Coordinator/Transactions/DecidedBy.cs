using Coordinator.Contracts;

namespace Coordinator.Transactions;

/// <summary>Who took the decision over a transaction: it stands for ever, so it is never anonymous.</summary>
internal abstract record DecidedBy
{
    private DecidedBy()
    {
    }

    /// <summary>An instance of the producing service, by its own command.</summary>
    public sealed record Producer(InstanceId Instance) : DecidedBy;

    /// <summary>An instance of the producing service, by its answer to a check.</summary>
    public sealed record Check(int Number, InstanceId Instance, DateTimeOffset AskedAt, string? Detail) : DecidedBy;

    /// <summary>A person.</summary>
    public sealed record Operator(string Who, string Why) : DecidedBy;
}
