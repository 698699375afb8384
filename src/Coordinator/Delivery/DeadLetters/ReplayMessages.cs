using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.NodeProtocol;

namespace Coordinator.Delivery.DeadLetters;

/// <summary>
/// Starts a replay, which delivers dead letters again with a new budget of failures. Answered with <see cref="ReplayDescription"
/// /> when the replay ends, and no later than <see cref="ReplayRequesters.LongestWait" /> after the start. While another replay
/// runs, nothing starts, and the answer describes that one.
/// </summary>
/// <param name="Group">The group.</param>
/// <param name="Id">Id of the replay. A repetition under the same id starts no second one.</param>
/// <param name="Numbers">Numbers of the dead letters; <c>null</c> for all that exist now.</param>
/// <param name="Who">The operator.</param>
/// <param name="Why">The reason.</param>
internal sealed record StartReplay(
    ConsumerGroup Group,
    string Id,
    IReadOnlyList<long>? Numbers,
    string Who,
    string Why) : IDeadLetterMessage;

/// <summary>Asks for a replay. Answered with <see cref="ReplayDescription" /> or <see cref="ReplayUnknown" />.</summary>
internal sealed record DescribeReplay(ConsumerGroup Group, string Id) : IDeadLetterMessage;

/// <summary>Answer to a question about a replay.</summary>
internal interface IReplayAnswer : INodeMessage;

internal sealed record ReplayDescription(ConsumerGroup Group, ReplayProgress Progress) : IReplayAnswer;

/// <summary>Tells that the replay never started, or is forgotten.</summary>
internal sealed record ReplayUnknown(ConsumerGroup Group, string Id) : IReplayAnswer;

/// <summary>
/// Starts the dead letters of a group if they do not run, so that their replay goes on. Answered with <see cref="ReplayContinued"
/// />, also when there is no replay.
/// </summary>
internal sealed record ContinueReplay(ConsumerGroup Group) : IDeadLetterMessage;

internal sealed record ReplayContinued(ConsumerGroup Group) : IOutdated, INodeMessage;
