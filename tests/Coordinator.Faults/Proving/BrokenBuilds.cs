using Coordinator.Faults.Running;
using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Proving;

/// <summary>Bugs against each rule on which the coordinator's correctness depends.</summary>
internal static class BrokenBuilds
{
    private const string Decider = "src/Coordinator/Transactions/TransactionDecider.cs";
    private const string State = "src/Coordinator/Transactions/TransactionState.cs";
    private const string Actor = "src/Coordinator/Transactions/TransactionActor.cs";
    private const string Log = "src/Coordinator/Topics/Log/QueueLog.cs";
    private const string Ids = "src/Coordinator/Topics/Log/AppendedIds.cs";

    public static IReadOnlyList<BrokenBuild> All { get; } =
    [
        new(
            "no-state-guard",
            "a rollback is accepted whatever was decided before",
            ["kill"],
            [Promise.DecisionsStand, Promise.DecisionsAreTrue],
            [
                new(Decider, "        if (state.IsCommitted)\n            return AlreadyCommitted with { Contradiction = true };\n", ""),
                new(
                    State,
                    "TransactionRolledBack { Tombstone: null } rolledBack when IsOpen",
                    "TransactionRolledBack { Tombstone: null } rolledBack when Phase is not TransactionPhase.None"),
            ]),
        new(
            "unfenced-answer",
            "a check is answered by a query, without the fence",
            ["kill"],
            [Promise.DecisionsAreTrue, Promise.NothingLost],
            [],
            SeededBugs.Unfenced),
        new(
            "delivery-before-persist",
            "a queue shows its entries to deliveries before they are in the journal",
            ["postgres", "kill"],
            [Promise.OnePlace, Promise.NothingLost, Promise.KeysInOrder],
            [
                new(
                    Log,
                    "        _writingSince = Now;\n",
                    """
                            _writingSince = Now;
                            var early = _tail.End;
                            foreach (var appended in batch.Events)
                                Remember(appended.At(++early));
                            _parked.Arrived(_tail, Read);

                    """),
                new(Log, "        TopicMetrics.Appended.Add(entries.Count);\n        foreach (var entry in entries)\n            Remember(entry);\n", ""),
            ]),
        new(
            "ack-before-persist",
            "a prepare is answered before it is in the journal",
            ["postgres", "kill-all"],
            [Promise.NothingLost, Promise.EverythingDecided],
            [
                new(
                    Actor,
                    "        _persisting = command;\n        _eventsToCome = events.Count;\n",
                    """
                            _persisting = command;
                            _eventsToCome = events.Count;
                            if (command is PrepareTransaction)
                                Reply(Sender, command, TransactionOutcome.Accepted, detail: null);

                    """),
            ]),
        new(
            "no-dedupe",
            "a queue forgets which messages it has appended",
            ["postgres", "kill", "connections"],
            [Promise.OnePlace],
            [new(Ids, "public bool Contains(MessageId id) => _ids.Contains(id);", "public bool Contains(MessageId id) => _ids.Contains(id) && id.Index < 0;")]),
        new(
            "no-inbox",
            "a consumer repeats the effect of a message at every delivery",
            ["consumer", "kill"],
            [Promise.OneEffect],
            [],
            SeededBugs.NoInbox),
        new(
            "no-unique-key",
            "the journal has no unique key, so two copies of one entity both write",
            ["pause"],
            [Promise.OnePlace, Promise.NothingLost, Promise.DecisionsStand, Promise.KeysInOrder],
            [],
            SeededBugs.NoUniqueKey,
            Workers: 64),
    ];
}
