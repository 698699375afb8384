/*
 * A commit that the queue stores together with the messages, in one write. docs/protocol-model.md says what is modelled and what
 * is not. Names are those of the code. A `d_step` is one message handled by one actor, or one atomic statement of the journal.
 *
 * Transactions A and B have one ordering key and one queue. A has two copies, and so has the queue. B has one copy.
 *
 * The network is a set: a sent message stays in it, and is received once, often, late, in any order, or never. An answer may reach
 * any copy of its transaction. In the code it reaches only the incarnation that asked, so the model allows more than can happen.
 */

/* ---- what each broken variant changes: one macro each, and nothing else (VariantsSpec guards that) ---- */

#ifdef BROKEN_ANSWER_BEFORE_WRITE
#define AnswerEarly(pair) appended[TransactionOf(pair)] = true
#else
#define AnswerEarly(pair) skip
#endif

#ifdef BROKEN_ENTRY_OF_REFUSED
#define EnterRefused(pair) Enter(pair)
#else
#define EnterRefused(pair) skip
#endif

#ifdef BROKEN_GAP_FOR_REFUSED
#define NumbersOfRefused 1
#else
#define NumbersOfRefused 0
#endif

#ifdef BROKEN_COMPANION_WITHOUT_ENTRY
#define KeepCompanion(pair) StoreCompanion(pair)
#else
#define KeepCompanion(pair) skip
#endif

#ifdef BROKEN_NO_UNIQUE_KEY_OF_COMPANION
#define IsRefused(pair) false
#else
#define IsRefused(pair) IsTaken(TransactionOf(pair), NumberOf(pair))
#endif

#ifdef BROKEN_STALE_QUEUE_WRITES
#define IsStale(q) false
#else
#define IsStale(q) (StoresAny(q) && HasOffset(known[q] + 1))
#endif

#ifdef BROKEN_COUNTER_KEPT_AFTER_FAILURE
#define AfterFailure(q) CountAll(q)
#else
#define AfterFailure(q) Close(q)
#endif

#ifdef BROKEN_REFUSED_CONFIRMS
#define RefusedIsConfirmed true
#else
#define RefusedIsConfirmed false
#endif

#ifdef BROKEN_REFUSED_IS_ROLLED_BACK
#define RefusedIsRolledBack true
#else
#define RefusedIsRolledBack false
#endif

#ifdef BROKEN_REFUSED_TRIES_NEXT_NUMBER
#define RefusedTriesNext(me) (seq[me] < 2)
#else
#define RefusedTriesNext(me) false
#endif

#ifdef BROKEN_SEALED_COPY_GOES_ON
#define AfterSeal(me) PassCompanion(me); Record(me, Checks)
#else
#define AfterSeal(me) Stop(me)
#endif

#ifdef BROKEN_ROLLBACK_DOES_NOT_WAIT
#define RollsBackDuringWrite(me) (phase[me] == Committing)
#else
#define RollsBackDuringWrite(me) false
#endif

/* ---- what must hold ---- */

mtype = {
  entry_iff_commit, one_entry, one_decision, dense_offsets, confirmed_is_stored, rolled_back_is_stored, commits_in_order,
  nothing_after_seal
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

#define A 0
#define B 1
#define Letter(t) (65 + (t))
#define CHECKS 1 /* events of A that do not decide */

/* A pair is an entry and its companion event. Its code is made of the transaction and the number of the companion, 1 to 3. */
#define Pair(t, number) ((t) * 4 + (number))
#define TransactionOf(pair) ((pair) / 4)
#define NumberOf(pair) ((pair) % 4)

mtype = { Stopped, Open, Committing, Sealed, Committed, RolledBack }
mtype = { Nothing, Checks, RollsBack }

/* The journal: numbers of each transaction that are taken (a bit each), the highest, what a recovery makes of the events. */
byte taken[2], jSeq[2];
mtype jPhase[2] = Open;

/* The log of the queue: offsets that are taken (a bit each), the highest, the offset of each transaction. */
byte offsets, jEnd, offset[2];

/* Counts, for the properties only. */
byte commits[2], rollbacks[2], entries[2];

/* Copies of A (0 and 1) and of B (2): phase, own event under way, highest number of the journal that the copy knows. */
mtype phase[3] = Stopped;
mtype writing[3] = Nothing;
byte seq[3];

/* Copies of the queue: the highest offset that the copy knows, and the pairs of its write, in their order. */
bool serving[2];
byte known[2], first[2], second[2];

/* In the network. */
bool append[8], appended[2], refused[2];

/* The producer: it was told that A is committed; it has begun the commit of B; it was told before it began. */
bool confirmed, begun, inOrder;

#define Owner(me) ((me) / 2)
#define IsTaken(t, number) ((taken[t] >> (number)) & 1)
#define HasOffset(number) ((offsets >> (number)) & 1)

/* ---- the journal ---- */

inline Take(t, number) {
  taken[t] = taken[t] | (1 << (number));
  jSeq[t] = (jSeq[t] < (number) -> (number) : jSeq[t])
}

/* A decision counts only if the transaction is open: TransactionState.Apply. */
inline Fold(t, decided) {
  jPhase[t] = (jPhase[t] == Open -> decided : jPhase[t]);
  Require(one_decision, commits[t] + rollbacks[t] <= 1)
}

inline StoreCompanion(pair) {
  if
  :: pair != 0 && !IsRefused(pair) ->
     Take(TransactionOf(pair), NumberOf(pair));
     commits[TransactionOf(pair)] = commits[TransactionOf(pair)] + 1;
     printf("journal: has Appended of %c at %d\n", Letter(TransactionOf(pair)), NumberOf(pair));
     Fold(TransactionOf(pair), Committed)
  :: else
  fi
}

inline StoreOwn(me) {
  Take(Owner(me), seq[me] + 1);
  printf("journal: has %e of %c at %d\n", writing[me], Letter(Owner(me)), seq[me] + 1);
  Require(nothing_after_seal, phase[me] != Sealed);
  if
  :: writing[me] == RollsBack -> rollbacks[Owner(me)] = rollbacks[Owner(me)] + 1; Fold(Owner(me), RolledBack)
  :: else
  fi
}

/* ---- a transaction: TransactionActor ---- */

#define Ready(me) (phase[me] == Open && writing[me] == Nothing)

inline Stop(me) {
  phase[me] = Stopped;
  writing[me] = Nothing;
  seq[me] = 0
}

inline Record(me, event) {
  writing[me] = event;
  printf("%c at %d: writes %e\n", Letter(Owner(me)), seq[me], event)
}

inline SendPair(me) {
  phase[me] = Committing;
  append[Pair(Owner(me), seq[me] + 1)] = true;
  printf("%c at %d: sends its commit and message\n", Letter(Owner(me)), seq[me])
}

/* Counts the companion as an event of this copy, which only broken variants do. */
inline PassCompanion(me) {
  if
  :: phase[me] != Open -> seq[me] = seq[me] + 1
  :: else
  fi
}

inline Confirm(me) {
  confirmed = confirmed || (Owner(me) == A && !begun);
  printf("producer: is told that %c is committed\n", Letter(Owner(me)));
  Require(confirmed_is_stored, commits[Owner(me)] > 0 && entries[Owner(me)] > 0)
}

inline TellRolledBack(me) {
  printf("producer: is told that %c is rolled back\n", Letter(Owner(me)));
  Require(rolled_back_is_stored, rollbacks[Owner(me)] > 0)
}

/* Which of two copies is which makes no difference: sorted, they are half as many states. */
#define Rank(me) ((phase[me] * 32 + writing[me]) * 4 + seq[me])

byte swapped; /* always 0 outside */

inline Swap(a, b) {
  swapped = a;
  a = b;
  b = swapped
}

inline Sort() {
  if
  :: Rank(0) < Rank(1) ->
     Swap(phase[0], phase[1]);
     Swap(writing[0], writing[1]);
     Swap(seq[0], seq[1]);
     swapped = 0
  :: else
  fi
}

proctype Transaction(byte me) {
end:
  do
  :: d_step {
       phase[me] == Stopped ->
       printf("%c at %d: starts %e\n", Letter(Owner(me)), jSeq[Owner(me)], jPhase[Owner(me)]);
       phase[me] = jPhase[Owner(me)];
       seq[me] = (phase[me] == Open -> jSeq[Owner(me)] : 0);
       Sort()
     }
  /* Decisions of the producer, a check or an operator. Only A is rolled back. */
  :: d_step { Ready(me) && (Owner(me) == A || begun) -> SendPair(me); Sort() }
  :: d_step {
       Owner(me) == A && writing[me] == Nothing && (phase[me] == Open || RollsBackDuringWrite(me)) ->
       PassCompanion(me);
       Record(me, RollsBack);
       Sort()
     }
  :: d_step { Owner(me) == A && Ready(me) && seq[me] < CHECKS -> Record(me, Checks); Sort() }
  /* Replies to a repeated command, from the journal. */
  :: d_step { phase[me] == Committed -> Confirm(me) }
  :: d_step { phase[me] == RolledBack -> TellRolledBack(me) }
  /* Answers of the queue. */
  :: d_step { phase[me] == Committing && appended[Owner(me)] -> phase[me] = Sealed; Confirm(me); Sort() }
  :: d_step {
       (phase[me] == Committing || phase[me] == Sealed) && refused[Owner(me)] ->
       if
       :: RefusedIsConfirmed && phase[me] == Committing -> phase[me] = Sealed; Confirm(me)
       :: RefusedIsRolledBack && phase[me] == Committing -> phase[me] = RolledBack; seq[me] = 0; TellRolledBack(me)
       :: RefusedTriesNext(me) && phase[me] == Committing -> seq[me] = seq[me] + 1; SendPair(me)
       :: else -> printf("%c at %d: is refused and reads anew\n", Letter(Owner(me)), seq[me]); Stop(me)
       fi;
       Sort()
     }
  /* A command that would need an event. */
  :: d_step { phase[me] == Sealed && writing[me] == Nothing -> AfterSeal(me); Sort() }
  /* A write of its own is stored, and the copy hears of it or not. A failure on the unique key is one of the stops below. */
  :: d_step {
       writing[me] != Nothing && !IsTaken(Owner(me), seq[me] + 1) ->
       StoreOwn(me);
       if
       :: writing[me] == RollsBack -> phase[me] = RolledBack; seq[me] = 0; TellRolledBack(me)
       :: else -> seq[me] = seq[me] + 1
       fi;
       writing[me] = Nothing;
       Sort()
     }
  :: d_step {
       writing[me] != Nothing && !IsTaken(Owner(me), seq[me] + 1) ->
       StoreOwn(me);
       printf("%c: does not hear of it and stops\n", Letter(Owner(me)));
       Stop(me);
       Sort()
     }
  /* The copy crashes, gives up, or its own write fails. */
  :: d_step { phase[me] != Stopped -> printf("%c at %d: stops\n", Letter(Owner(me)), seq[me]); Stop(me); Sort() }
  od
}

proctype Producer() {
  d_step {
    begun = true;
    inOrder = confirmed;
    confirmed = false;
    printf("producer: begins B\n")
  }
}

/* ---- the queue: QueueLog, and the statement of its writer ---- */

byte place; /* always 0 outside */

#define IsStored(pair) ((pair) != 0 && !IsRefused(pair))
#define StoresAny(q) (IsStored(first[q]) || IsStored(second[q]))
#define IsInMemory(q, t) (entries[t] > 0 && offset[t] <= known[q])

inline Close(q) {
  serving[q] = false;
  known[q] = 0;
  first[q] = 0;
  second[q] = 0
}

inline CountAll(q) {
  known[q] = known[q] + (first[q] != 0) + (second[q] != 0);
  first[q] = 0;
  second[q] = 0
}

inline Enter(pair) {
  place = place + 1;
  printf("queue: has the message of %c at %d\n", Letter(TransactionOf(pair)), place);
  Require(dense_offsets, !HasOffset(place) && (place == 1 || HasOffset(place - 1)));
  offsets = offsets | (1 << place);
  jEnd = (jEnd < place -> place : jEnd);
  offset[TransactionOf(pair)] = place;
  entries[TransactionOf(pair)] = entries[TransactionOf(pair)] + 1;
  Require(one_entry, entries[TransactionOf(pair)] == 1)
}

inline StorePair(pair, isHeard) {
  if
  :: pair == 0
  :: pair != 0 && IsRefused(pair) ->
     printf("queue: refuses Appended of %c at %d\n", Letter(TransactionOf(pair)), NumberOf(pair));
     place = place + NumbersOfRefused;
     EnterRefused(pair);
     refused[TransactionOf(pair)] = refused[TransactionOf(pair)] || isHeard
  :: else ->
     StoreCompanion(pair);
     Enter(pair);
     appended[TransactionOf(pair)] = appended[TransactionOf(pair)] || isHeard
  fi
}

#define IsWhole(t) ((entries[t] > 0) == (commits[t] > 0))

inline RequireAgreement() {
  Require(entry_iff_commit, IsWhole(A) && IsWhole(B));
  Require(commits_in_order, !inOrder || entries[B] == 0 || (entries[A] > 0 && offset[A] < offset[B]))
}

inline Write(q, isHeard) {
  place = known[q];
  StorePair(first[q], isHeard);
  StorePair(second[q], isHeard);
  known[q] = place;
  first[q] = 0;
  second[q] = 0;
  place = 0;
  RequireAgreement()
}

#define RankOfQueue(q) (((serving[q] * 8 + known[q]) * 8 + first[q]) * 8 + second[q])

inline SortQueues() {
  if
  :: RankOfQueue(0) < RankOfQueue(1) ->
     Swap(serving[0], serving[1]);
     Swap(known[0], known[1]);
     Swap(first[0], first[1]);
     Swap(second[0], second[1]);
     swapped = 0
  :: else
  fi
}

/* Adds a pair to the write. The second may come until the write is stored, which equals a write of both that begins later. */
#define MayAdd(q, pair) \
  (serving[q] && append[pair] && (first[q] == 0 || (second[q] == 0 && TransactionOf(first[q]) != TransactionOf(pair))))

inline Add(q, pair) {
  if
  :: first[q] == 0 -> first[q] = pair
  :: else -> second[q] = pair
  fi;
  printf("queue at %d: writes Appended of %c at %d\n", known[q], Letter(TransactionOf(pair)), NumberOf(pair));
  AnswerEarly(pair);
  SortQueues()
}

#define IsWriting(q) (first[q] != 0)
#define MayAnswer(q, t) (serving[q] && !IsWriting(q) && IsInMemory(q, t) && (append[Pair(t, 1)] || append[Pair(t, 2)] || append[Pair(t, 3)]))

proctype Queue(bit me) {
end:
  do
  :: d_step { !serving[me] -> serving[me] = true; known[me] = jEnd; printf("queue at %d: starts\n", jEnd); SortQueues() }
  /* Answers from memory. The copy may have forgotten the entry, so the same append may be written as well. */
  :: d_step { MayAnswer(me, A) -> appended[A] = true }
  :: d_step { MayAnswer(me, B) -> appended[B] = true }
  :: d_step { MayAdd(me, Pair(A, 1)) -> Add(me, Pair(A, 1)) }
  :: d_step { MayAdd(me, Pair(A, 2)) -> Add(me, Pair(A, 2)) }
  :: d_step { MayAdd(me, Pair(A, 3)) -> Add(me, Pair(A, 3)) }
  :: d_step { MayAdd(me, Pair(B, 1)) -> Add(me, Pair(B, 1)) }
  /* The write is stored and answered; it is stored and the copy does not hear of it; or nothing of it is stored. */
  :: d_step { IsWriting(me) && !IsStale(me) -> Write(me, true); SortQueues() }
  :: d_step { IsWriting(me) && !IsStale(me) -> Write(me, false); printf("queue: does not hear of it and stops\n"); Close(me); SortQueues() }
  :: d_step {
       IsWriting(me) && IsStale(me) ->
       printf("queue at %d: is stale and stops\n", known[me]);
       KeepCompanion(first[me]);
       KeepCompanion(second[me]);
       Close(me);
       RequireAgreement();
       SortQueues()
     }
  :: d_step { IsWriting(me) -> printf("queue at %d: its write fails\n", known[me]); AfterFailure(me); SortQueues() }
  :: d_step { serving[me] -> printf("queue at %d: stops\n", known[me]); Close(me); SortQueues() }
  od
}

init {
  atomic {
    run Transaction(0);
    run Transaction(1);
    run Transaction(2);
    run Producer();
    run Queue(0);
    run Queue(1)
  }
}
