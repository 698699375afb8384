using Coordinator.Participants.Fence;

namespace Coordinator.Faults.Participants;

/// <summary>Plan of a producer's process.</summary>
/// <param name="Name">Name of the producer, with which the ids of its transactions begin.</param>
/// <param name="Life">Number of starts, counted up at every restart after a kill.</param>
/// <param name="Group">Producer group. The producers of one group share a database.</param>
/// <param name="Workers">Transactions under way at once.</param>
/// <param name="Fenced">
/// Whether checks are answered by the fence. <c>false</c> builds in the classic bug: checks are answered by a query.
/// </param>
/// <param name="PurgesByAge">Whether outcomes are deleted by their age alone. Builds in a bug.</param>
/// <param name="Patient">Whether calls wait for minutes, whatever their time limit. Builds in a bug.</param>
/// <param name="IgnoresKeys">Whether outcomes are written without the keys of their sends. Builds in a bug.</param>
internal sealed record ProducerPlan(
    string Name,
    int Life,
    string Group,
    SqlDialect Dialect,
    string Database,
    int Workers,
    int Seed,
    bool Fenced,
    bool PurgesByAge,
    bool Patient,
    bool IgnoresKeys,
    ParticipantEnvironment Environment);

/// <summary>Plan of a process of the service that stores its messages while the coordinator is away.</summary>
/// <param name="HidesStored">Whether nobody sees that messages of a key are stored. Builds in a bug.</param>
internal sealed record InvoicePlan(
    string Name, int Life, string Group, string Database, int Seed, bool HidesStored, ParticipantEnvironment Environment);

/// <summary>Plan of a consumer's process.</summary>
/// <param name="WithInbox">
/// Whether an inbox absorbs repeated messages. <c>false</c> builds in a bug: each repeated message repeats its effect.
/// </param>
internal sealed record ConsumerPlan(
    string Name, int Life, string Group, SqlDialect Dialect, string Database, int Seed, bool WithInbox, ParticipantEnvironment Environment);

/// <summary>Plan of the process that calls at a steady rate.</summary>
internal sealed record CallerPlan(int Life, string Database, ParticipantEnvironment Environment);
