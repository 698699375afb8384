/*
 * One queue as one consumer group sees it: order by key, retry, dead letters, progress, crashes. docs/protocol-model.md says
 * what is modelled and what is not. Messages 0, 2 and 3 of the log have one ordering key, message 1 has another.
 */

/* ---- what each broken variant changes: one macro each, and nothing else (VariantsSpec guards that) ---- */

#ifdef BROKEN_NO_ORDER_GATE
#define KeyIsHeldBy(j) false
#else
#define KeyIsHeldBy(j) IsPending(j)
#endif

#ifdef BROKEN_RETRY_GIVES_KEY_AWAY
#define IsPending(j) (state[j] == Waiting || state[j] == InFlight)
#else
#define IsPending(j) (state[j] == Waiting || state[j] == InFlight || state[j] == BackingOff)
#endif

#ifdef BROKEN_RETRY_HOLDS_UP_ALL
#define IsHeldUpByRetryOf(j) hasFailed[j]
#else
#define IsHeldUpByRetryOf(j) false
#endif

#ifdef BROKEN_PENDING_NOT_SAVED
#define Saved(j) (state[j] == Unread -> Unread : Settled)
#else
#define Saved(j) (state[j] == Unread || state[j] == Settled -> state[j] : Waiting)
#endif

#ifdef BROKEN_SETTLED_BEFORE_DEAD_LETTER
#define DeadLetter(i) state[i] = Settled
#else
#define DeadLetter(i) skip
#endif

/* ---- what must hold ---- */

mtype = { first_deliveries_in_order, one_in_flight_per_key, settled_was_handled }

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

#define MESSAGES 4
#define SameKey(i, j) ((i == 1) == (j == 1))

mtype = { Unread, Waiting, InFlight, BackingOff, Settled }

/* In memory, and in the last snapshot of the progress. */
mtype state[MESSAGES] = Unread;
mtype saved[MESSAGES] = Unread;

/* The first message's handler fails, for a while or for ever. */
bool hasFailed[MESSAGES];
bool stubborn;

/* What the consumer has in hand, however old; what its handler has done; what is durable among the dead letters. */
bool inHand[MESSAGES], handled[MESSAGES], ack[MESSAGES], dead[MESSAGES];

/* Settled at some time: a crash may undo that in memory, never here. */
bool wasSettled[MESSAGES];

#ifdef LIVENESS
bool calm;
#else
#define calm false
#endif

inline Take(message) {
  if
  :: calm -> message = false
  :: else
  fi
}

inline Settle(i) {
  state[i] = Settled;
  hasFailed[i] = false;
  wasSettled[i] = true;
  Require(settled_was_handled, handled[i] || dead[i])
}

#define KeyIsFreeOf(i, j) (j >= i || !SameKey(i, j) || !KeyIsHeldBy(j))
#define InOrder(i, j) (j >= i || !SameKey(i, j) || wasSettled[j])
#define Alone(i, j) (i == j || !SameKey(i, j) || state[j] != InFlight)
#define NothingHoldsUp(i, j) (i == j || !IsHeldUpByRetryOf(j))
#define All(Rule, i) (Rule(i, 0) && Rule(i, 1) && Rule(i, 2) && Rule(i, 3))

proctype Message(byte i) {
end:
  do
  /* The log is read in its order. */
  :: d_step {
       state[i] == Unread && (i == 0 || state[i - (i > 0)] != Unread) ->
       state[i] = Waiting
     }
  :: d_step {
       state[i] == Waiting && All(KeyIsFreeOf, i) && All(NothingHoldsUp, i) ->
       state[i] = InFlight;
       inHand[i] = true;
       printf("group: delivers %d\n", i);
       Require(first_deliveries_in_order, All(InOrder, i));
       Require(one_in_flight_per_key, All(Alone, i))
     }
  /* A handler succeeds; also one that runs on after its lease. */
  :: d_step {
       inHand[i] && (i != 0 || !stubborn) ->
       Take(inHand[i]);
       handled[i] = true;
       ack[i] = true;
       printf("consumer: has handled %d\n", i)
     }
  /* Acknowledged, for whichever attempt. */
  :: d_step {
       ack[i] && state[i] != Unread && state[i] != Settled ->
       Take(ack[i]);
       printf("group: %d is acknowledged\n", i);
       Settle(i)
     }
  /* What comes for a message that is not pending says nothing new. */
  :: d_step { calm && ack[i] && (state[i] == Unread || state[i] == Settled) -> ack[i] = false }
  /* Its handler fails, or its lease ends. */
  :: d_step {
       state[i] == InFlight && (!calm || (i == 0 && stubborn) || (!inHand[i] && !ack[i])) ->
       state[i] = BackingOff;
       hasFailed[i] = true;
       printf("group: %d backs off\n", i)
     }
  :: d_step { state[i] == BackingOff -> state[i] = Waiting }
  /* Its last attempt failed: it is a dead letter first, and settled then. */
  :: d_step {
       !calm && state[i] == BackingOff && !dead[i] ->
       DeadLetter(i);
       if
       :: state[i] == Settled -> Settle(i)
       :: else -> dead[i] = true; printf("group: %d is a dead letter\n", i); Settle(i)
       fi
     }
  od
}

inline Save(j) {
  saved[j] = Saved(j)
}

inline Recover(j) {
  state[j] = saved[j];
  hasFailed[j] = false
}

/* What is settled in a snapshot never comes again. */
#define IsKept(i, j) (state[j] != Settled || handled[j] || dead[j])

proctype Progress() {
end:
  do
  :: d_step { !calm -> Save(0); Save(1); Save(2); Save(3) }
  :: d_step {
       !calm ->
       Recover(0);
       Recover(1);
       Recover(2);
       Recover(3);
       printf("group: crashes\n");
       Require(settled_was_handled, All(IsKept, 0))
     }
  od
}

#ifdef LIVENESS
proctype Weather() {
  d_step {
    inHand[0] = false; inHand[1] = false; inHand[2] = false; inHand[3] = false;
    ack[0] = false; ack[1] = false; ack[2] = false; ack[3] = false;
    calm = true;
    printf("it gets calm\n")
  }
}

#ifdef CLAIM_OTHER_KEYS_FLOW
ltl other_keys_flow { <> (handled[1] || dead[1]) }
#endif
#ifdef CLAIM_ALL_ARE_SETTLED
ltl all_are_settled { [] (calm && !stubborn -> <> (wasSettled[0] && wasSettled[1] && wasSettled[2] && wasSettled[3])) }
#endif
#endif

init {
  atomic {
    if
    :: stubborn = true
    :: skip
    fi;
    run Message(0);
    run Message(1);
    run Message(2);
    run Message(3);
    run Progress();
#ifdef LIVENESS
    run Weather()
#endif
  }
}
