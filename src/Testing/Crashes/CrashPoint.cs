using System.Reflection;
using Coordinator.Participants.Crashes;

namespace Coordinator.Testing.Crashes;

/// <summary>A moment in which the death of a service's process leaves the work at another place.</summary>
public sealed record CrashPoint
{
    private CrashPoint(string name, string moment) => (Name, Moment) = (name, moment);

    /// <summary>All moments, in the order of a message's life. They are found in the code of the library, so none is forgotten.</summary>
    public static IReadOnlyList<CrashPoint> All { get; } =
    [
        .. from field in typeof(CrashPoints).GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
           let point = field.GetCustomAttribute<CrashPointAttribute>()
           where point is not null
           orderby field.MetadataToken
           select new CrashPoint((string)field.GetRawConstantValue()!, point.Moment),
    ];

    /// <summary>Nothing was sent to the coordinator.</summary>
    public static CrashPoint BeforePrepare { get; } = Of(CrashPoints.BeforePrepare);

    /// <summary>The coordinator has the messages as prepared.</summary>
    public static CrashPoint AfterPrepare { get; } = Of(CrashPoints.AfterPrepare);

    /// <summary>The local transaction is open, and has its fence row.</summary>
    public static CrashPoint AfterFence { get; } = Of(CrashPoints.AfterFence);

    /// <summary>The local transaction is open, and has the business change.</summary>
    public static CrashPoint AfterLocalChange { get; } = Of(CrashPoints.AfterLocalChange);

    /// <summary>The local transaction is complete, and not committed. The messages are prepared.</summary>
    public static CrashPoint BeforeLocalCommit { get; } = Of(CrashPoints.BeforeLocalCommit);

    /// <summary>The local transaction is committed.</summary>
    public static CrashPoint AfterLocalCommit { get; } = Of(CrashPoints.AfterLocalCommit);

    /// <summary>The local transaction is committed, and the coordinator is about to be told.</summary>
    public static CrashPoint BeforeCommit { get; } = Of(CrashPoints.BeforeCommit);

    /// <summary>The coordinator has confirmed the commit. The caller does not know.</summary>
    public static CrashPoint AfterConfirmed { get; } = Of(CrashPoints.AfterConfirmed);

    /// <summary>A message was delivered. Its handler has not begun.</summary>
    public static CrashPoint BeforeHandler { get; } = Of(CrashPoints.BeforeHandler);

    /// <summary>The transaction of the handler is open, and has the inbox row.</summary>
    public static CrashPoint AfterInboxRow { get; } = Of(CrashPoints.AfterInboxRow);

    /// <summary>The transaction of the handler is open, and has the effect.</summary>
    public static CrashPoint AfterEffect { get; } = Of(CrashPoints.AfterEffect);

    /// <summary>The transaction of the handler is committed.</summary>
    public static CrashPoint AfterInboxCommit { get; } = Of(CrashPoints.AfterInboxCommit);

    /// <summary>The handler has ended. The coordinator does not know.</summary>
    public static CrashPoint BeforeAcknowledge { get; } = Of(CrashPoints.BeforeAcknowledge);

    /// <summary>Name of the moment, such as <c>AfterLocalCommit</c>.</summary>
    public string Name { get; }

    /// <summary>State of the work at that moment, for people.</summary>
    public string Moment { get; }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;

    internal static CrashPoint Of(string name) => All.FirstOrDefault(point => point.Name == name)
        ?? throw new InvalidOperationException($"'{name}' must be a constant of CrashPoints with a [CrashPoint] attribute, but is none.");
}
