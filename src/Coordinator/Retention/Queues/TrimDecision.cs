namespace Coordinator.Retention.Queues;

/// <summary>Decides how much of a queue is deleted: all that is past its retention, up to the first entry that something still needs.</summary>
internal static class TrimDecision
{
    public static TrimPlan Of(QueueFacts facts)
    {
        var lowest = facts.Groups.Select(group => HoldOf(group, facts)).OfType<QueueHold>().Concat(facts.Holds)
            .Where(hold => hold.From < facts.Expired)
            .MinBy(hold => hold.From);
        // A hold below the first that is kept says that nothing more may go. What is deleted does not come back.
        var firstKept = lowest is null ? Math.Max(facts.FirstKept, facts.Expired) : Math.Max(facts.FirstKept, lowest.From);
        var missed = facts.Groups.Select(group => (group, group.Unsettled(facts.FirstKept, firstKept))).Where(missed => missed.Item2 > 0);
        return new TrimPlan(firstKept, lowest, [.. missed]);
    }

    private static QueueHold? HoldOf(GroupNeed group, QueueFacts facts)
    {
        if (!facts.IsEvenIfUnread)
        {
            var from = group.From(facts.FirstKept);
            return new QueueHold(HoldCause.Group, from, group.Group.Value, $"group {group.Group} has not settled offset {from}");
        }

        return group.FromOfDeadLetters(facts.FirstKept) is { } letter
            ? new QueueHold(
                HoldCause.DeadLetter, letter, group.Group.Value, $"the dead letter of group {group.Group} for offset {letter} is being written")
            : null;
    }
}
