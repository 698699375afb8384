using System.Data.Common;
using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Consuming;

/// <summary>
/// Makes the database transaction that holds inbox rows and effects of one message or one batch. The library has one for plain connections. Others, such
/// as one of an ORM, are made of the services of the handler's scope.
/// </summary>
public interface IInboxScope
{
    /// <summary>SQL dialect of the database.</summary>
    SqlDialect Dialect { get; }

    /// <summary>Begins a transaction, runs the work in it, and commits it if the work returns <c>true</c>.</summary>
    /// <remarks>
    /// If the work returns <c>false</c> or throws, everything is rolled back. Changes that an ORM keeps in memory are written after the work and
    /// before the commit. The whole may be repeated, as a retrying execution strategy does: after a rollback, with a new transaction.
    /// </remarks>
    /// <param name="work">Writes the inbox rows, then runs the handler.</param>
    /// <param name="ct">Cancels until the commit begins.</param>
    Task RunAsync(Func<DbTransaction, CancellationToken, Task<bool>> work, CancellationToken ct);
}
