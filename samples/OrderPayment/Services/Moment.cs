namespace OrderPayment.Services;

/// <summary>Moments at which the sample kills a service.</summary>
internal enum Moment
{
    /// <summary>The message is prepared, and the local transaction has not begun.</summary>
    AfterPrepare = 1,

    /// <summary>Everything is written, and nothing is committed.</summary>
    BeforeLocalCommit = 2,

    /// <summary>The local transaction is committed, and the coordinator does not know.</summary>
    AfterLocalCommit = 3,

    /// <summary>A consumer has written its effect and not committed it.</summary>
    AmidEffect = 4,

    /// <summary>A consumer has committed its effect and not acknowledged the message.</summary>
    AfterEffect = 5,
}

/// <summary>Texts of the moments, for display.</summary>
internal static class Moments
{
    public static string Words(this Moment moment) => moment switch
    {
        Moment.AfterPrepare => "after prepare",
        Moment.BeforeLocalCommit => "before the local commit",
        Moment.AfterLocalCommit => "after the local commit",
        Moment.AmidEffect => "amid an effect",
        Moment.AfterEffect => "after an effect, before its acknowledgement",
        _ => throw new ArgumentOutOfRangeException(nameof(moment), moment, "The moment is not defined."),
    };
}
