using Coordinator.Faults.Running;
using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Proving;

/// <summary>Bugs against each rule on which the coordinator's correctness depends.</summary>
internal static class BrokenBuilds
{
    private const string Decider = "src/Coordinator/Transactions/TransactionDecider.cs";
    private const string State = "src/Coordinator/Transactions/TransactionState.cs";
    private const string Actor = "src/Coordinator/Transactions/TransactionActor.cs";
    private const string Replies = "src/Coordinator/Transactions/TransactionReplies.cs";
    private const string Log = "src/Coordinator/Topics/Log/QueueLog.cs";
    private const string Writer = "src/Coordinator/Topics/Log/JournalQueueLogWriter.cs";
    private const string Room = "src/Coordinator/Delivery/Stream/WaitingRoom.cs";
    private const string Delivery = "src/Coordinator/Delivery/GroupDelivery.cs";
    private const string Checks = "src/Coordinator/Checks/CheckSender.cs";
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
                    "        _writer.Write(_queue, _tail.End, batch.Appends,",
                    """
                            var after = _tail.End;
                            foreach (var append in batch.Appends)
                            {
                                foreach (var entry in append.Entries)
                                    Remember(entry.At(_tail.End + 1));
                            }

                            _parked.Arrived(_tail, Read);
                            _writer.Write(_queue, after, batch.Appends,
                    """),
                new(
                    Log,
                    "Add(append.Entries.Count);\n            foreach (var entry in append.Entries)\n                Remember(entry.At(_tail.End + 1));\n",
                    "Add(append.Entries.Count);\n"),
            ]),
        new(
            "ack-before-persist",
            "a prepare is answered before it is in the journal",
            ["postgres", "kill-all"],
            [Promise.NothingLost, Promise.EverythingDecided],
            [
                new(
                    Actor,
                    "        (_persisting, _decision, _eventsToCome) = (command, decision, decision.Events.Count);\n",
                    """
                            (_persisting, _decision, _eventsToCome) = (command, decision, decision.Events.Count);
                            if (command is PrepareTransaction)
                                Reply(Sender, command, decision);

                    """),
            ]),
        new(
            "answer-before-append",
            "a commit is answered when it is sent to the queues, and not when they have the messages",
            ["kill", "pause"],
            [Promise.CommitsInOrder],
            [
                new(
                    Actor,
                    "        _appends = new PendingAppends(_id, _state.Messages, commit.Happened.At, companion);\n        Append();\n",
                    """
                            _appends = new PendingAppends(_id, _state.Messages, commit.Happened.At, companion);
                            Append();
                            _replies.Send(commit.Sender, commit.Command, _state, TransactionOutcome.Accepted);

                    """),
                new(Replies, "state.Phase is not TransactionPhase.Committed || !tellsOfCommit)", "state.Phase is not TransactionPhase.None || !tellsOfCommit)"),
            ]),
        new(
            "entries-without-commit",
            "a queue writes the messages without the commit that belongs to them",
            ["kill"],
            [Promise.DecisionsStand, Promise.DecisionsAreTrue, Promise.EverythingDecided, Promise.OnePlace],
            [new(Writer, "mapping.ToEvent(entry, log))], append.Companion);", "mapping.ToEvent(entry, log))], Companion: null);")]),
        new(
            "no-dedupe",
            "a queue forgets which messages it has appended",
            ["postgres", "kill", "connections"],
            [Promise.OnePlace],
            [new(Ids, "_ids.TryGetValue(id, out var offset) &&", "_ids.TryGetValue(id, out var offset) && id.Index < 0 &&")]),
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
        new(
            "waiting-stops-reading",
            "a group reads its queue no further while a message is delayed or in back-off",
            ["consumer"],
            [Promise.DeliveredInTime],
            [new(Room, "public bool WantsMore => progress.HasRoom && _ready.WantMore;", "public bool WantsMore => progress.HasRoom && _ready.WantMore && NextDue is null;")]),
        new(
            "check-waits-for-another",
            "a check is asked when another one has ended, and not when it is due",
            ["consumer"],
            [Promise.AskedInTime],
            [new(Checks, "        _pending.Add(request.Id, check);\n        AskNext();\n", "        _pending.Add(request.Id, check);\n")]),
        new(
            "node-ends-without-database",
            "a node ends when a delivery cannot reach the database",
            ["postgres"],
            [Promise.NodesStay],
            [new(Delivery, "        _run.End();\n        DeliveryMetrics.BackOffs.Add(1);\n", "        _run.End();\n        System.Environment.Exit(70);\n")]),
        new(
            "calls-without-limit",
            "a call waits until a node answers, for minutes if it must",
            ["kill-all", "postgres"],
            [Promise.CallsEnd],
            [],
            SeededBugs.PatientCalls),
        new(
            "purge-by-age",
            "outcomes are deleted by their age, and not by the word of the coordinator",
            ["kill"],
            [Promise.DecisionsStand],
            [],
            SeededBugs.PurgeByAge,
            Retention: TimeSpan.FromSeconds(10)),
        new(
            "key-ignored",
            "an outcome is written without the key of its send",
            ["kill"],
            [Promise.OncePerKey],
            [],
            SeededBugs.KeyIgnored),
        new(
            "stored-overtaken",
            "a send does not see that earlier messages of its ordering key are stored, and overtakes them",
            ["cut-branch", "kill-all"],
            [Promise.CommitsInOrder],
            [],
            SeededBugs.StoredOvertaken),
    ];
}
