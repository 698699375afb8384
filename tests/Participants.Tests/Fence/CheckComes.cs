namespace Coordinator.Participants.Tests.Fence;

/// <summary>When the check comes.</summary>
internal enum CheckComes
{
    /// <summary>Race 1: the local transaction starts when the check has answered.</summary>
    BeforeTheStart,

    /// <summary>Race 1 or 2: between the local transaction's begin and its fence row, or beside it.</summary>
    AfterTheBegin,

    /// <summary>Race 2: while the local transaction is open, which stays so until the check has answered.</summary>
    WhileOpen,

    /// <summary>Race 3: together with the local transaction's commit.</summary>
    WithTheCommit,

    /// <summary>Race 3: both start in the same instant.</summary>
    Together,
}
