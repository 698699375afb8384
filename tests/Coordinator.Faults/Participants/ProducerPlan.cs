using Coordinator.Participants.Fence;

namespace Coordinator.Faults.Participants;

/// <summary>What a producer's process is told when it starts.</summary>
/// <param name="Name">Of this producer; its transactions begin with it.</param>
/// <param name="Life">Counted up whenever it is started again after a kill.</param>
/// <param name="Group">Its producer group: all of one group share a database.</param>
/// <param name="Workers">Transactions under way at once.</param>
/// <param name="Fenced">False builds the classic bug in: checks are answered by looking, without the fence.</param>
internal sealed record ProducerPlan(
    string Name, int Life, string Group, SqlDialect Dialect, string Database, int Workers, int Seed, bool Fenced, ParticipantEnvironment Environment);

/// <summary>What a consumer's process is told when it starts.</summary>
/// <param name="WithInbox">False builds a bug in: the effect is had again whenever the message comes again.</param>
internal sealed record ConsumerPlan(
    string Name, int Life, string Group, SqlDialect Dialect, string Database, int Seed, bool WithInbox, ParticipantEnvironment Environment);
