/*
 * The life of one transaction: producer, coordinator, queue, deliveries, operator. docs/protocol-model.md says what is
 * modelled and what is not. Names are those of the code; `atomic` is one message handled by one actor, or one database
 * transaction.
 *
 * The network is a set: what was sent stays in it, and may be taken once, often, late, in any order, or never. So loss,
 * duplication and reordering are unbounded. With LIVENESS there comes a moment, after any number of faults, when it gets
 * calm: what is sent then arrives once, nobody crashes, and one copy of each entity is left.
 */

/* ---- what each broken variant changes: one macro each, and nothing else (VariantsSpec guards that) ---- */

#ifdef BROKEN_NO_STATE_GUARD
#define MayDecide(phase) (phase != None)
#else
#define MayDecide(phase) IsOpen(phase)
#endif

#ifdef BROKEN_NO_DIGEST
#define IsConflict(me) false
#else
#define IsConflict(me) other[me]
#endif

#ifdef BROKEN_UNFENCED_ANSWER
#define AnswerWithoutRow(n) sayRolledBack = true
#else
#define AnswerWithoutRow(n) FenceOrWait(n)
#endif

#ifdef BROKEN_DELIVERY_BEFORE_PERSIST
#define AppendEarly(event) append = append || event == Commits
#else
#define AppendEarly(event) skip
#endif

#ifdef BROKEN_REPLY_BEFORE_PERSIST
#define ReplyEarly(event, why) ReplyTo(event, why)
#else
#define ReplyEarly(event, why) skip
#endif

#ifdef BROKEN_QUEUE_DEDUPE_OFF
#define IsInLog(entries) false
#else
#define IsInLog(entries) (entries > 0)
#endif

#ifdef BROKEN_QUEUE_ANSWERS_BEFORE_PERSIST
#define AnswersUnwritten true
#else
#define AnswersUnwritten false
#endif

#ifdef BROKEN_INBOX_OFF
#define IsInInbox(g) false
#else
#define IsInInbox(g) (effects[g] > 0)
#endif

#ifdef BROKEN_NO_UNIQUE_KEY
#define KeyIsFree(me) true
#else
#define KeyIsFree(me) (seq[me] == jSeq)
#endif

#ifdef BROKEN_NO_UNIQUE_KEY_OF_QUEUE
#define OffsetIsFree(me) true
#else
#define OffsetIsFree(me) (known[me] == entries)
#endif

#ifdef BROKEN_TIMEOUT_DECIDES
#define EventOfSilence RollsBack
#else
#define EventOfSilence Checks
#endif

#ifdef BROKEN_ACKNOWLEDGE_BEFORE_EFFECT
#define AcknowledgeEarly(g) ack[g] = true
#else
#define AcknowledgeEarly(g) skip
#endif

#ifdef BROKEN_NO_SWEEP
#define SweepWakes false
#else
#define SweepWakes (IsOpen(jPhase) || jPhase == Committed)
#endif

#ifdef BROKEN_PARKED_FORGOTTEN
#define IsChecked(phase) (phase == Prepared)
#else
#define IsChecked(phase) IsOpen(phase)
#endif

#ifdef BROKEN_SWEEP_TELLS_NOTHING
#define SweepTellsOfCommit false
#else
#define SweepTellsOfCommit (SweepWakes && jPhase == Committed)
#endif

#ifdef BROKEN_LEASE_NEVER_ENDS
#define LeaseEnds false
#else
#define LeaseEnds true
#endif

/* ---- bounds: why they suffice is said in docs/protocol-model.md ---- */

#ifdef NO_QUEUE
#define IsDelivered (entries > 0)
#else
#define IsDelivered (effects[0] > 0 && effects[1] > 0)
#endif
#ifdef ONLY_NEW_IDS
#define IDS_ARE_REUSED false
#else
#define IDS_ARE_REUSED true
#endif
#define CHECKS 2 /* numbered checks; further ones repeat the last number */
#define BUDGET 1 /* answered checks until the transaction is parked */

/* ---- what must hold ---- */

mtype = {
  decision_never_changes, decision_equals_database, only_committed_is_delivered, acknowledged_is_durable,
  nothing_invented, appended_once, completed_is_appended, one_effect, settled_had_its_effect
}

#ifdef ONLY
#define Concerns(property) (property == ONLY)
#else
#define Concerns(property) true
#endif

inline Require(property, condition) {
  if
  :: !Concerns(property) || (condition)
  :: else -> printf("BROKEN: %e\n", property); assert(false)
  fi
}

/* ---- state ---- */

mtype = { None, Prepared, Parked, Committed, Completed, RolledBack }
mtype = { Nothing, Prepares, Checks, Parks, Commits, RollsBack, Completes }
mtype = { Command, Check, Operator }
mtype = { NoRow, RowCommitted, RowRolledBack }

#define IsOpen(p) (p == Prepared || p == Parked)
#define IsCommitted(p) (p == Committed || p == Completed)

/* The transaction's journal, folded: what a recovery makes of it. */
mtype jPhase = None;
byte jSeq, jChecks;
bool jOther; /* it has the messages of another call under the same id, whose local transaction never came to be */

/* The first decision that became durable, and whether an operator took it. */
mtype decision = None;
bool byOperator;

/* The copies of the transaction's entity. */
bool alive[2];
mtype phase[2] = None;
byte seq[2], checks[2];
bool other[2];
mtype writing[2] = Nothing;
mtype cause[2] = Command;

/* The producer's database: the fence's row, a local transaction that holds it uncommitted, a COMMIT under way. */
mtype row = NoRow;
bool locked, committing;

/* What the producer waits to hear of. */
mtype awaits = Nothing;
bool acknowledged; /* it was told that its commit is durable */

/* The queue's log, and its copies. */
byte entries;
bool serving[2];
byte known[2];

/* Each group's delivery and consumer. */
bool inFlight[2], settled[2], saved[2];
byte effects[2];

/* ---- the network ---- */

bool prepare, commit, rollback, resolveCommit, resolveRollback;
bool accepted, acceptedLate, refused;
bool ask[CHECKS + 1], inProgress[CHECKS + 1], sayCommitted, sayRolledBack;
bool append, appended;
bool deliver[2], ack[2];

#ifdef LIVENESS
bool calm, stays;
#else
#define calm false
#define stays true
#endif

inline Take(message) {
  if
  :: calm -> message = false
  :: else
  fi
}

/* ---- the transaction's entity: TransactionActor around TransactionDecider ---- */

#define IsWoken (prepare || commit || rollback || resolveCommit || resolveRollback || sayCommitted || sayRolledBack)
#define Ready(me) (alive[me] && writing[me] == Nothing)
#define NextCheck(me) (checks[me] + (checks[me] < CHECKS))

/* Whoever does not wait for a reply any more, or not yet, does not hear it. */
inline Reply(command, reply) {
  if
  :: awaits == command -> reply = true
  :: else
  fi
}

inline ReplyTo(event, why) {
  if
  :: why == Command -> Reply(event, accepted)
  :: else
  fi
}

inline Record(me, event, why) {
  writing[me] = event;
  cause[me] = why;
  printf("entity at %d: writes %e\n", seq[me], event);
  ReplyEarly(event, why);
  AppendEarly(event)
}

inline Rest(me) {
  writing[me] = Nothing;
  cause[me] = Command
}

inline Stop(me) {
  alive[me] = false;
  phase[me] = None;
  seq[me] = 0;
  checks[me] = 0;
  other[me] = false;
  Rest(me)
}

inline Apply(me) {
  seq[me] = seq[me] + 1;
  if
  :: writing[me] == Prepares -> phase[me] = Prepared
  :: writing[me] == Checks -> checks[me] = checks[me] + 1
  :: writing[me] == Parks -> checks[me] = checks[me] + 1; seq[me] = seq[me] + 1; phase[me] = Parked
  :: writing[me] == Commits -> phase[me] = Committed
  :: writing[me] == RollsBack -> phase[me] = RolledBack
  :: writing[me] == Completes -> phase[me] = Completed
  fi
}

inline Store(me) {
  Apply(me);
  jPhase = phase[me];
  jSeq = seq[me];
  jChecks = checks[me];
  jOther = other[me];
  printf("journal: has %e at %d\n", writing[me], jSeq);
  if
  :: writing[me] == Commits || writing[me] == RollsBack ->
     Require(decision_never_changes, decision == None || decision == phase[me]);
     if
     :: decision == None -> decision = phase[me]; byOperator = (cause[me] == Operator)
     :: else
     fi;
     Require(nothing_invented, byOperator || phase[me] == RolledBack || !other[me]);
     RequireAgreement()
  :: writing[me] == Completes -> Require(completed_is_appended, entries > 0)
  :: else
  fi
}

inline RequireAgreement() {
  Require(decision_equals_database, byOperator || decision != Committed || row == RowCommitted);
  Require(decision_equals_database, byOperator || decision != RolledBack || row != RowCommitted)
}

/* Which of two copies is which makes no difference: sorted, they are half as many states. */
#define Rank(me) (((((alive[me] * 2 + other[me]) * 32 + phase[me]) * 8 + seq[me]) * 4 + checks[me]) * 32 + writing[me]) * 32 + cause[me]

byte swapped; /* always 0 outside */

inline Swap(a, b) {
  swapped = a;
  a = b;
  b = swapped
}

inline Sort() {
  if
  :: Rank(0) < Rank(1) ->
     Swap(alive[0], alive[1]);
     Swap(phase[0], phase[1]);
     Swap(seq[0], seq[1]);
     Swap(checks[0], checks[1]);
     Swap(other[0], other[1]);
     Swap(writing[0], writing[1]);
     Swap(cause[0], cause[1]);
     swapped = 0
  :: else
  fi
}

proctype Transaction(bit me) {
end:
  do
  /* Woken by the sweep or by a command: reads its journal. */
  :: d_step {
       !alive[me] && (!calm || (me == 0 && (SweepWakes || IsWoken))) ->
       alive[me] = true;
       phase[me] = jPhase;
       seq[me] = jSeq;
       checks[me] = jChecks;
       other[me] = jOther;
       printf("entity at %d: starts %e\n", jSeq, jPhase);
       Sort()
     }
  /* Woken by the prepare of an id that says to be new: does not read its journal. */
  :: d_step {
       !calm && !alive[me] && prepare ->
       alive[me] = true;
       printf("entity at 0: starts unread\n");
       Record(me, Prepares, Command);
       Sort()
     }
  :: d_step {
       Ready(me) && prepare ->
       Take(prepare);
       if
       :: phase[me] == None -> Record(me, Prepares, Command)
       :: phase[me] != None && IsConflict(me) -> Reply(Prepares, refused)
       :: IsOpen(phase[me]) && !IsConflict(me) -> Reply(Prepares, accepted)
       :: IsCommitted(phase[me]) && !IsConflict(me) -> Reply(Prepares, acceptedLate)
       :: phase[me] == RolledBack && !IsConflict(me) -> Reply(Prepares, refused)
       fi;
       Sort()
     }
#ifdef OTHER_MESSAGES
  /* The prepare of another call, which waits elsewhere for its reply, and dies before its local transaction. */
  :: d_step {
       Ready(me) && phase[me] == None ->
       other[me] = true;
       printf("entity at 0: is sent other messages\n");
       Record(me, Prepares, Check);
       Sort()
     }
#endif
  :: d_step {
       Ready(me) && commit ->
       Take(commit);
       if
       :: IsCommitted(phase[me]) -> Reply(Commits, accepted)
       :: !IsCommitted(phase[me]) && MayDecide(phase[me]) -> Record(me, Commits, Command)
       :: !IsCommitted(phase[me]) && !MayDecide(phase[me]) -> Reply(Commits, refused)
       fi;
       Sort()
     }
  :: d_step {
       Ready(me) && rollback && phase[me] != RolledBack && (phase[me] == None || MayDecide(phase[me])) ->
       Take(rollback);
       Record(me, RollsBack, Command);
       Sort()
     }
  :: d_step { Ready(me) && resolveCommit && IsOpen(phase[me]) -> Take(resolveCommit); Record(me, Commits, Operator); Sort() }
  :: d_step { Ready(me) && resolveRollback && IsOpen(phase[me]) -> Take(resolveRollback); Record(me, RollsBack, Operator); Sort() }
  /* Checks. A definite answer counts however late it is, an indefinite one only for the check that is next. */
  :: d_step { Ready(me) && sayCommitted && IsOpen(phase[me]) -> Take(sayCommitted); Record(me, Commits, Check); Sort() }
  :: d_step { Ready(me) && sayRolledBack && IsOpen(phase[me]) -> Take(sayRolledBack); Record(me, RollsBack, Check); Sort() }
  :: d_step {
       Ready(me) && IsOpen(phase[me]) && inProgress[NextCheck(me)] && (calm || checks[me] < CHECKS) ->
       Take(inProgress[NextCheck(me)]);
       if
       :: checks[me] == CHECKS
       :: checks[me] < CHECKS && phase[me] == Prepared && checks[me] + 1 >= BUDGET -> Record(me, Parks, Check)
       :: checks[me] < CHECKS && !(phase[me] == Prepared && checks[me] + 1 >= BUDGET) -> Record(me, Checks, Check)
       fi;
       Sort()
     }
  :: d_step {
       Ready(me) && IsChecked(phase[me]) && !ask[NextCheck(me)] &&
       (!calm || !(inProgress[NextCheck(me)] || sayCommitted || sayRolledBack)) ->
       ask[NextCheck(me)] = true;
       printf("entity at %d: asks, check %d\n", seq[me], NextCheck(me))
     }
  /* No answer in time, or one that says that it could not find out. */
  :: d_step {
       !calm && Ready(me) && IsOpen(phase[me]) && ask[NextCheck(me)] && checks[me] < CHECKS ->
       Record(me, EventOfSilence, Check);
       Sort()
     }
  :: d_step {
       Ready(me) && phase[me] == Committed && !append && (!calm || !appended) ->
       append = true;
       printf("entity at %d: appends\n", seq[me]);
       Require(only_committed_is_delivered, decision == Committed)
     }
  :: d_step { Ready(me) && appended && phase[me] == Committed -> Take(appended); Record(me, Completes, Command); Sort() }
  /* A write succeeds, and is heard of or not; or it fails on the unique key. */
  :: d_step { writing[me] != Nothing && KeyIsFree(me) -> Store(me); ReplyTo(writing[me], cause[me]); Rest(me); Sort() }
  :: d_step { !calm && writing[me] != Nothing && KeyIsFree(me) -> Store(me); printf("entity: does not hear of it and stops\n"); Stop(me); Sort() }
  :: d_step { writing[me] != Nothing && !KeyIsFree(me) -> printf("entity at %d: fails on the key and stops\n", seq[me]); Stop(me); Sort() }
  /* Nothing is open: leaves memory. */
  :: d_step { calm && Ready(me) && phase[me] == None && seq[me] != jSeq -> printf("entity at 0: rests\n"); Stop(me) }
  /* Woken by the sweep, which has seen a commit that this copy knows nothing of. Whether an open one ever rests depends on the settings. */
  :: d_step {
       calm && Ready(me) && IsOpen(phase[me]) && SweepTellsOfCommit ->
       printf("entity at %d: hears of the commit and stops\n", seq[me]);
       Stop(me)
     }
  /* Crashes; a write under way took no place. */
  :: d_step { !calm && alive[me] -> printf("entity at %d: crashes\n", seq[me]); Stop(me); Sort() }
  od
}

/* ---- the producer: TransactionalProducer, LocalStep, LocalDatabaseTransaction ---- */

inline Settle() { /* asks the fence as a check does */
  if
  :: locked
  :: !locked && row == NoRow -> row = RowRolledBack; rollback = true
  :: !locked && row == RowRolledBack -> rollback = true
  :: !locked && row == RowCommitted -> commit = true
  fi
}

inline Acknowledge() {
  acknowledged = true;
  printf("producer: is told that it is committed\n");
  Require(acknowledged_is_durable, IsCommitted(jPhase))
}

inline Await(command) {
  awaits = command;
  accepted = false;
  acceptedLate = false;
  refused = false
}

proctype Producer() {
  bool own, again;
  /* An id made for this send; or the caller's own, under which the send may be repeated by another instance. */
  if
  :: own = false
  :: IDS_ARE_REUSED -> own = true
  fi;
send:
  atomic { Await(Prepares); prepare = true; printf("producer: prepares\n") };
  do
  :: atomic {
       accepted ->
       Await(Nothing);
       printf("producer: begins its local transaction\n");
       Require(acknowledged_is_durable, jPhase != None);
       break
     }
  :: atomic { acceptedLate -> Acknowledge(); goto over }
  :: atomic { refused -> goto over }
  :: atomic { calm && !prepare && !accepted && !acceptedLate && !refused -> prepare = true }
  /* Gives up: nobody else knows an id of ours, so its fate is certain. */
  :: atomic { rollback = rollback || !own; printf("producer: gives up the prepare\n"); goto over }
  :: goto crashed
  od;
  /* BEGIN, and the fence's row first; another local transaction under the id is waited for. */
  if
  :: atomic { !locked && row == NoRow -> locked = true }
  :: atomic { !locked && row == RowRolledBack -> rollback = true; printf("producer: is fenced\n"); goto over }
  :: atomic { !locked && row == RowCommitted -> goto tell }
  :: goto crashed
  fi;
  if
  :: atomic { committing = true; printf("producer: COMMIT\n") }
  :: atomic { !own -> locked = false; rollback = true; printf("producer: ROLLBACK\n"); goto over }
  :: atomic { locked = false; printf("producer: its local transaction fails\n"); goto settle }
  :: goto crashed
  fi;
  if
  :: atomic { !committing && row == RowCommitted -> goto tell }
  :: atomic { !committing && row != RowCommitted -> goto settle }
  :: atomic { printf("producer: does not hear of its COMMIT\n"); goto settle }
  :: goto crashed
  fi;
settle:
  if
  :: atomic { Settle(); goto over }
  :: goto crashed
  fi;
tell:
  atomic { Await(Commits); commit = true; printf("producer: commits\n") };
  do
  :: atomic { accepted -> Acknowledge(); goto over }
  :: atomic { refused -> goto over }
  :: atomic { calm && !commit && !accepted && !refused -> commit = true }
  :: goto over
  :: goto crashed
  od;
crashed:
  atomic {
    printf("producer: crashes\n");
    locked = committing;
    Await(Nothing);
    if
    :: own && !again -> again = true; goto send
    :: goto over
    fi
  };
over:
  atomic { Await(Nothing); own = false; again = false }
}

/* The service's database, with a COMMIT under way: its connection may be gone already. */
proctype Database() {
end:
  do
  :: d_step { committing -> committing = false; locked = false; row = RowCommitted; printf("database: committed\n"); RequireAgreement() }
  :: d_step { committing -> committing = false; locked = false; printf("database: rolled back\n") }
  od
}

/* Any instance of the producer's group: OutcomeStore.CheckAsync. */
inline FenceOrWait(n) {
  if
  :: locked -> inProgress[n] = true
  :: else -> row = RowRolledBack; sayRolledBack = true; printf("responder: fences\n")
  fi
}

inline Answer(n) {
  Take(ask[n]);
  printf("responder: answers check %d\n", n);
  if
  :: row == RowCommitted -> sayCommitted = true
  :: row == RowRolledBack -> sayRolledBack = true
  :: row == NoRow -> AnswerWithoutRow(n)
  fi
}

proctype Responder() {
end:
  do
  :: d_step { (!calm || stays) && ask[1] -> Answer(1) }
  :: d_step { (!calm || stays) && ask[2] -> Answer(2) }
  od
}

proctype Human() {
end:
  if
  :: d_step { resolveCommit = true; printf("operator: commit\n") }
  :: d_step { resolveRollback = true; printf("operator: roll back\n") }
  fi
}

/* ---- the queue: QueueLog ---- */

inline Close(me) {
  serving[me] = false;
  known[me] = 0
}

inline SortQueues() {
  if
  :: serving[0] * 4 + known[0] < serving[1] * 4 + known[1] ->
     Swap(serving[0], serving[1]);
     Swap(known[0], known[1]);
     swapped = 0
  :: else
  fi
}

inline Enter(me) {
  known[me] = known[me] + 1;
  entries = entries + 1;
  printf("queue: has the message at %d\n", known[me]);
  Require(appended_once, entries == 1);
  Require(only_committed_is_delivered, decision == Committed)
}

proctype Queue(bit me) {
end:
  do
  :: d_step { !serving[me] && (!calm || me == 0) -> serving[me] = true; known[me] = entries; SortQueues() }
  :: d_step { serving[me] && append && IsInLog(known[me]) -> Take(append); appended = true }
  :: d_step { serving[me] && append && !IsInLog(known[me]) && OffsetIsFree(me) -> Enter(me); Take(append); appended = true; SortQueues() }
  :: d_step { !calm && serving[me] && append && !IsInLog(known[me]) && OffsetIsFree(me) -> Enter(me); Close(me); SortQueues() }
  :: d_step { AnswersUnwritten && serving[me] && append -> appended = true; printf("queue: answers before it writes\n") }
  :: d_step { serving[me] && append && !IsInLog(known[me]) && !OffsetIsFree(me) -> Close(me); SortQueues() }
  :: d_step { !calm && serving[me] -> Close(me); SortQueues() }
  od
}

proctype IdealQueue() {
end:
  do
  :: d_step { append && !appended -> Take(append); entries = 1; appended = true; Require(only_committed_is_delivered, decision == Committed) }
  od
}

/* ---- delivery to a group, and its consumer ---- */

/* Nor does it which group is which. */
#define RankOfGroup(g) ((((inFlight[g] * 2 + settled[g]) * 2 + saved[g]) * 2 + deliver[g]) * 2 + ack[g]) * 4 + effects[g]

inline SortGroups() {
  if
  :: RankOfGroup(0) < RankOfGroup(1) ->
     Swap(inFlight[0], inFlight[1]);
     Swap(settled[0], settled[1]);
     Swap(saved[0], saved[1]);
     Swap(deliver[0], deliver[1]);
     Swap(ack[0], ack[1]);
     Swap(effects[0], effects[1]);
     swapped = 0
  :: else
  fi
}

proctype Delivery(bit g) {
end:
  do
  :: d_step {
       entries > 0 && !settled[g] && !inFlight[g] ->
       inFlight[g] = true;
       deliver[g] = true;
       printf("group %d: delivers\n", g);
       Require(only_committed_is_delivered, decision == Committed);
       SortGroups()
     }
  :: d_step { LeaseEnds && inFlight[g] && (!calm || (!deliver[g] && !ack[g])) -> inFlight[g] = false; printf("group %d: its lease ends\n", g); SortGroups() }
  :: d_step {
       ack[g] ->
       Take(ack[g]);
       settled[g] = true;
       inFlight[g] = false;
       Require(settled_had_its_effect, effects[g] > 0);
       SortGroups()
     }
  :: d_step { settled[g] && !saved[g] -> saved[g] = true; SortGroups() }
  :: d_step { !calm && (inFlight[g] || settled[g] != saved[g]) -> settled[g] = saved[g]; inFlight[g] = false; printf("group %d: crashes\n", g); SortGroups() }
  od
}

inline Handle(g) {
  if
  :: IsInInbox(g)
  :: else -> effects[g] = effects[g] + 1; printf("consumer %d: has its effect\n", g)
  fi;
  Require(one_effect, effects[g] == 1)
}

proctype Consumer(bit g) {
end:
  do
  :: d_step { deliver[g] -> Take(deliver[g]); Handle(g); ack[g] = true; SortGroups() }
  :: d_step { !calm && deliver[g] -> Handle(g); printf("consumer %d: dies before it acknowledges\n", g); SortGroups() }
  :: d_step { !calm && deliver[g] -> AcknowledgeEarly(g); printf("consumer %d: fails\n", g); SortGroups() }
  od
}

#ifdef LIVENESS
proctype Weather() {
  /* What is under way is lost; of two copies one is left. */
  d_step {
    Stop(1);
    Close(1);
    Await(awaits);
    prepare = false; commit = false; rollback = false; resolveCommit = false; resolveRollback = false;
    ask[1] = false; ask[2] = false; inProgress[1] = false; inProgress[2] = false; sayCommitted = false; sayRolledBack = false;
    append = false; appended = false;
    deliver[0] = false; ack[0] = false; deliver[1] = false; ack[1] = false;
    calm = true;
    printf("it gets calm\n")
  };
  /* An instance of the producer's group stays, or none does. */
  if
  :: stays = true
  :: skip
  fi
}

#ifdef CLAIM_ACKNOWLEDGED_IS_DELIVERED
ltl acknowledged_is_delivered { [] (acknowledged -> <> IsDelivered) }
#endif
#ifdef CLAIM_OPEN_IS_DECIDED
ltl open_is_decided { [] (stays && IsOpen(jPhase) -> <> (decision != None)) }
#endif
#ifdef CLAIM_COMMITTED_DATABASE_IS_DELIVERED
ltl committed_database_is_delivered { [] (stays && row == RowCommitted && !byOperator -> <> (IsDelivered || byOperator)) }
#endif
#endif

init {
  atomic {
    run Transaction(0);
    run Producer();
    run Database();
    run Responder();
#ifndef ONE_COPY
    run Transaction(1);
#endif
#ifndef NO_OPERATOR
    run Human();
#endif
#ifdef NO_QUEUE
    run IdealQueue();
#else
    run Queue(0);
#ifndef ONE_QUEUE
    run Queue(1);
#endif
    run Delivery(0);
    run Consumer(0);
    run Delivery(1);
    run Consumer(1);
#endif
#ifdef LIVENESS
    run Weather()
#endif
  }
}
