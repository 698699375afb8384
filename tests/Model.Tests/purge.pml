/*
 * What is deleted: the events of a transaction in the journal, and its outcome in the service's database. docs/protocol-model.md says what is
 * modelled and what is not. A `d_step` is one atomic statement of a database, or one message handled by one actor.
 *
 * One transaction, whose id is old enough for every bound. The network is a set: a sent message stays in it, and is received once, often,
 * late, or never. The local transaction and each check are connections of their own, which may stand still for a week between two statements.
 */

/* ---- what each broken variant changes: one macro each, and nothing else (VariantsSpec guards that) ---- */

#ifdef BROKEN_BOUND_READ_BEFORE_OUTCOME
#define ReadsBoundFirst true
#else
#define ReadsBoundFirst false
#endif

#ifdef BROKEN_CHECK_IGNORES_BOUND
#define CheckMayWrite(seen) true
#else
#define CheckMayWrite(seen) (!(seen))
#endif

#ifdef BROKEN_OUTCOMES_GO_BEFORE_BOUND
#define MayDeleteOutcomes true
#else
#define MayDeleteOutcomes fenceBound
#endif

#ifdef BROKEN_OPEN_COUNTS_AS_FINAL
#define IsFinal (expiryBound && jPhase != Appending)
#else
#define IsFinal (expiryBound && jPhase != Prepared && jPhase != Appending)
#endif

#ifdef BROKEN_EXCEPTED_IS_NOT_CHECKED
#define MayPassExcepted (!locked)
#else
#define MayPassExcepted (!locked && row != NoRow)
#endif

#ifdef BROKEN_NEW_ID_WITHOUT_BOUND
#define MayPrepare true
#else
#define MayPrepare (!expiryBound)
#endif

#ifdef BROKEN_EVENTS_GO_BEFORE_BOUND
#define MayDeleteEvents true
#else
#define MayDeleteEvents expiryBound
#endif

#ifdef BROKEN_APPENDING_IS_DELETED
#define IsDone(p) ((p) == Completed || (p) == RolledBack || (p) == Appending)
#else
#define IsDone(p) ((p) == Completed || (p) == RolledBack)
#endif

/* ---- what must hold ---- */

mtype = { decision_equals_database, prepared_once, appended_once, committed_is_delivered, open_is_not_purged }

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

mtype = { NoRow, RowCommitted, RowRolledBack }
mtype = { None, Prepared, Appending, Completed, RolledBack }

/* The service's database. A row that a transaction has inserted is locked by it, and seen by others when it has committed. */
mtype row = NoRow;
bool fenceBound, locked;
bool localCommitted; /* the business change, which stays */

/* The journal: what a recovery makes of the events; None when there are none. */
mtype jPhase = None;
bool expiryBound;

/* For the properties only. */
byte prepares, appends;
bool saidCommitted, saidRolledBack, lost;

/* In the network. */
bool prepare, ask, answerCommitted, answerRolledBack, final;

inline RequireAgreement() {
  Require(decision_equals_database, !(saidRolledBack && localCommitted));
  Require(decision_equals_database, !(saidCommitted && !localCommitted))
}

/* ---- the coordinator ---- */

/* The insert of the first event looks at the bound itself. It is one statement, so nothing comes between. */
proctype Preparing() {
end:
  do
  :: d_step {
       prepare && jPhase == None && MayPrepare ->
       jPhase = Prepared;
       prepares = prepares + 1;
       printf("entity: is prepared\n");
       Require(prepared_once, prepares == 1)
     }
  od
}

/* A final answer counts however late it comes. */
proctype Deciding() {
end:
  do
  :: d_step { jPhase == Prepared -> ask = true }
  :: d_step { jPhase == Prepared && answerCommitted -> jPhase = Appending; printf("entity: commits\n") }
  :: d_step { jPhase == Prepared && answerRolledBack -> jPhase = RolledBack; printf("entity: rolls back\n") }
  :: d_step {
       jPhase == Appending ->
       appends = appends + 1;
       jPhase = Completed;
       printf("queue: has the message\n");
       Require(appended_once, appends == 1)
     }
  od
}

/* Retention of the journal: the bound, then the events. Then the service is told of what is final. */
proctype Retention() {
end:
  do
  :: d_step { !expiryBound -> expiryBound = true; printf("journal: the bound is raised\n") }
  :: d_step {
       MayDeleteEvents && IsDone(jPhase) ->
       lost = lost || jPhase == Appending;
       jPhase = None;
       printf("journal: the events are deleted\n");
       Require(committed_is_delivered, !lost)
     }
  :: d_step { !final && IsFinal -> final = true; printf("coordinator: tells that it is final\n") }
  od
}

/* ---- the service ---- */

/* Prepares, and repeats it for ever: the reply may be lost. Begins its local transaction once. */
proctype Producer() {
  bool seen;
  prepare = true;
end:
  jPhase != None;
  if
  :: ReadsBoundFirst -> seen = fenceBound
  :: !ReadsBoundFirst
  fi;
  if
  :: d_step { !locked && row == NoRow -> locked = true; printf("local: inserts its row\n") }
  :: atomic { !locked && row != NoRow -> printf("local: is fenced\n"); goto over }
  fi;
  if
  :: ReadsBoundFirst
  :: !ReadsBoundFirst -> seen = fenceBound
  fi;
  if
  :: d_step { !seen -> locked = false; row = RowCommitted; localCommitted = true; printf("local: commits\n"); RequireAgreement() }
  :: d_step { locked = false; printf("local: rolls back\n") }
  fi;
over:
  skip
}

/* A check: inserts a row unless there is one, reads the bound, and commits only above it. */
proctype Responder() {
  bool seen;
end:
  do
  :: ask ->
     if
     :: d_step { !locked && row == RowCommitted -> answerCommitted = true; saidCommitted = true; RequireAgreement() }
     :: d_step { !locked && row == RowRolledBack -> answerRolledBack = true; saidRolledBack = true; RequireAgreement() }
     :: d_step { !locked && row == NoRow -> locked = true };
        seen = fenceBound;
        if
        :: d_step {
             CheckMayWrite(seen) ->
             locked = false;
             row = RowRolledBack;
             answerRolledBack = true;
             saidRolledBack = true;
             printf("responder: fences\n");
             RequireAgreement()
           }
        :: d_step { !CheckMayWrite(seen) -> locked = false; printf("responder: answers that it is purged\n"); Require(open_is_not_purged, jPhase != Prepared) }
        fi
     fi
  od
}

/*
 * The purge: the bound is committed first, then the rows that others have committed go. For the sake of other ids, the bound may pass an open
 * transaction that has a row: a check has fenced it before.
 */
proctype Purger() {
end:
  do
  :: d_step { final && !fenceBound -> fenceBound = true; printf("service: the bound is raised\n") }
  :: d_step { expiryBound && jPhase == Prepared && MayPassExcepted && !fenceBound -> fenceBound = true; printf("service: the bound passes it\n") }
  :: d_step { final && MayDeleteOutcomes && !locked && row != NoRow -> row = NoRow; printf("service: the outcome is deleted\n") }
  od
}

init {
  atomic {
    run Preparing();
    run Deciding();
    run Retention();
    run Producer();
    run Responder();
    run Responder();
    run Purger()
  }
}
