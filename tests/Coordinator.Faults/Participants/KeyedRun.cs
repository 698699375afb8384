using Coordinator.Contracts.Producing;
using Coordinator.Harness.Histories;
using Coordinator.Participants.Producing;

namespace Coordinator.Faults.Participants;

/// <summary>Records one send under a key: each of its attempts, whose ids the library makes, and its end.</summary>
/// <param name="send">The send.</param>
/// <param name="name">Name that begins with that of the producer.</param>
/// <param name="history">History of the process.</param>
internal sealed class KeyedRun(KeyedSend send, string name, HistoryWriter history)
{
    private string? _attempt;

    /// <summary>Records that the local transaction of an attempt is open. The attempt before, if any, has failed.</summary>
    public void Open(string id, IReadOnlyList<Sent> messages)
    {
        End(Result.Failed, "tried again");
        _attempt = id;
        history.Write(new Begun(id, send.Form.ToString(), messages, name));
        history.Write(new KeyTried(send.Key, id));
        // Messages that are known before are prepared by now.
        if (send.Form == KeyedForm.Known)
            history.Write(new Prepared(id));
    }

    /// <summary>Records that the local transaction is about to commit.</summary>
    public void Commit() => history.Write(new Committing(_attempt!));

    /// <summary>Records what the send returned.</summary>
    /// <returns>True when it need not be sent again.</returns>
    public bool Returned(SendResult sent)
    {
        var isCommitted = sent.Outcome == LocalOutcome.Commit;
        // With messages made inside, a local transaction that rolls back has prepared none, and the coordinator never hears of it.
        if (sent.Confirmed && (isCommitted || send.Form == KeyedForm.Known))
            history.Write(new Told(sent.Id.Value, isCommitted ? Verdict.Committed : Verdict.RolledBack, sent.WasAlreadyCommitted ? "repeated send" : "send"));
        if (_attempt != sent.Id.Value)
            End(Result.Failed, "another send was first");
        else
            End(sent.Confirmed ? Result.Confirmed : Result.Unconfirmed, detail: null);
        return Write(new KeyEnded(send.Key, isCommitted ? sent.Id.Value : null, sent.Confirmed, sent.WasAlreadyCommitted, isCommitted ? null : "rolled back"));
    }

    /// <summary>Records the exception of the send.</summary>
    public void Failed(Exception failure)
    {
        var detail = $"{failure.GetType().Name}: {failure.Message}";
        End(failure is TransactionRefusedException ? Result.Refused : Result.Failed, detail);
        Write(new KeyEnded(send.Key, Id: null, Confirmed: false, Repeated: false, detail));
    }

    private bool Write(KeyEnded ended)
    {
        history.Write(ended);
        return ended.IsResolved();
    }

    private void End(Result result, string? detail)
    {
        if (_attempt is { } id)
            history.Write(new Ended(id, result, detail));
        _attempt = null;
    }
}
