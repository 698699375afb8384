using System.Data.Common;

namespace Coordinator.Participants.Consuming;

/// <summary>Context of a typed handler: the services of its scope, and the transaction of its inbox.</summary>
public abstract class HandlerContext
{
    private readonly DbTransaction? _transaction;

    private protected HandlerContext(IServiceProvider services, DbTransaction? transaction)
    {
        ArgumentNullException.ThrowIfNull(services);
        (Services, _transaction) = (services, transaction);
    }

    /// <summary>Services of the scope that the handler is made in.</summary>
    public IServiceProvider Services { get; }

    /// <summary>
    /// Open transaction that holds the inbox row. Make the effect within it, and neither commit it nor roll it back: the library does, by the result.
    /// </summary>
    /// <exception cref="InvalidOperationException">The consumer has no inbox.</exception>
    public DbTransaction Transaction => _transaction ?? throw new InvalidOperationException(
        "This consumer has no inbox, so there is no transaction. Call UseInbox in the options of the consumer.");
}
