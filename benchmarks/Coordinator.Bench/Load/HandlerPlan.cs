using System.Globalization;
using Coordinator.Bench.Databases;

namespace Coordinator.Bench.Load;

/// <summary>Work of a consumer that writes the effect of each message, with its inbox row, into its own database.</summary>
/// <param name="Group">Consumer group that the process is a member of.</param>
/// <param name="Database">Its database.</param>
/// <param name="Keep">Time for which inbox rows are kept at least.</param>
/// <param name="RejectsFirst">Whether the first message of the service's first life is rejected, which makes it a dead letter.</param>
internal sealed record HandlerPlan(string Group, ServiceDatabase Database, TimeSpan Keep, bool RejectsFirst)
{
    /// <summary>Gets the plan as command line arguments of a process.</summary>
    public IEnumerable<string> Arguments =>
    [
        "--group", Group,
        .. Database.Arguments,
        "--keep-seconds", Keep.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        "--rejects-first", RejectsFirst ? "true" : "false",
    ];

    /// <summary>Returns whether this consumer rejects a message.</summary>
    public bool Rejects(Payload payload) => RejectsFirst && payload is { Producer: 0, Number: 0 };
}
