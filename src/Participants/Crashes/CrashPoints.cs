namespace Coordinator.Participants.Crashes;

/// <summary>
/// Moments in which the death of the process leaves the work at another place. The code that passes one of them tells the
/// <see cref="ICrashHook" />.
/// </summary>
internal static class CrashPoints
{
    [CrashPoint("Nothing was sent to the coordinator.")]
    public const string BeforePrepare = nameof(BeforePrepare);

    [CrashPoint("The coordinator has the messages as prepared.")]
    public const string AfterPrepare = nameof(AfterPrepare);

    [CrashPoint("The local transaction is open, and has its fence row.")]
    public const string AfterFence = nameof(AfterFence);

    [CrashPoint("The local transaction is open, and has the business change.")]
    public const string AfterLocalChange = nameof(AfterLocalChange);

    [CrashPoint("The local transaction is complete, and not committed. The messages are prepared.")]
    public const string BeforeLocalCommit = nameof(BeforeLocalCommit);

    [CrashPoint("The local transaction is committed.")]
    public const string AfterLocalCommit = nameof(AfterLocalCommit);

    [CrashPoint("The local transaction is committed, and the coordinator is about to be told.")]
    public const string BeforeCommit = nameof(BeforeCommit);

    [CrashPoint("The coordinator has confirmed the commit. The caller does not know.")]
    public const string AfterConfirmed = nameof(AfterConfirmed);

    [CrashPoint("A message was delivered. Its handler has not begun.")]
    public const string BeforeHandler = nameof(BeforeHandler);

    [CrashPoint("The transaction of the handler is open, and has the inbox row.")]
    public const string AfterInboxRow = nameof(AfterInboxRow);

    [CrashPoint("The transaction of the handler is open, and has the effect.")]
    public const string AfterEffect = nameof(AfterEffect);

    [CrashPoint("The transaction of the handler is committed.")]
    public const string AfterInboxCommit = nameof(AfterInboxCommit);

    [CrashPoint("The handler has ended. The coordinator does not know.")]
    public const string BeforeAcknowledge = nameof(BeforeAcknowledge);
}
