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

    /// <summary>An instance of the producing service, which handed the messages of its committed local transaction over.</summary>
    public sealed record HandOver(InstanceId Instance) : DecidedBy;

    /// <summary>An operator.</summary>
    /// <param name="Who">Name of the operator.</param>
    /// <param name="Why">Reason of the operator.</param>
    /// <param name="Grounds">
    /// Answer of an instance that allowed the decision, or <c>by force</c>: the producer's database may say otherwise. <c>null</c> in journals
    /// of earlier releases, whose operators asked nobody.
    /// </param>
    /// <param name="CheckNumber">Number of the check with that answer; <c>null</c> when there was none.</param>
    public sealed record Operator(string Who, string Why, string? Grounds = null, int? CheckNumber = null) : DecidedBy;

    /// <summary>Number of the check whose answer decided or allowed the decision; <c>null</c> when there was none.</summary>
    public int? DecisiveCheck => this switch
    {
        Check check => check.Number,
        Operator person => person.CheckNumber,
        _ => null,
    };
}
