using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Participants.Typed;

namespace Coordinator.Participants.Producing;

/// <summary>
/// An open local transaction that collects its messages. They are prepared after the function has returned, before the database transaction
/// commits. Not safe for concurrent use.
/// </summary>
public sealed class LocalTransactionScope
{
    private readonly List<Message> _messages = [];
    private long _bytes;
    private bool _isClosed;

    private readonly MessageFactory _factory;

    internal LocalTransactionScope(TransactionId id, DbTransaction transaction, MessageFactory factory) =>
        (Id, Transaction, _factory) = (id, transaction, factory);

    /// <summary>The transaction.</summary>
    public TransactionId Id { get; }

    /// <summary>The database transaction, which the function must neither commit nor roll back.</summary>
    public DbTransaction Transaction { get; }

    /// <summary>The connection of the database transaction.</summary>
    public DbConnection Connection => Transaction.Connection
        ?? throw new InvalidOperationException("The local transaction has ended: it has no connection any more.");

    /// <summary>Messages published so far, in their order.</summary>
    public IReadOnlyList<Message> Messages => _messages;

    /// <summary>Publishes a message if, and only if, the local transaction commits.</summary>
    /// <param name="message">The message. All messages of a transaction become visible or none.</param>
    /// <exception cref="ArgumentException">
    /// The message is out of its limits, or the transaction has too many messages or bytes with it, see <see cref="MessageLimits" />.
    /// </exception>
    /// <exception cref="InvalidOperationException">The function has returned already.</exception>
    public void Publish(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_isClosed)
            throw new InvalidOperationException("The function of the send has returned, so this message would be lost. Publish within the function, and await what it starts.");
        if (MessageLimits.Problem([message]) is { } problem)
            throw new ArgumentException(problem, nameof(message));
        var bytes = _bytes + MessageLimits.SizeOf(message);
        if (_messages.Count == MessageLimits.MaxMessages)
            throw new ArgumentException($"A transaction has at most {MessageLimits.MaxMessages} messages, and this is one more.", nameof(message));
        if (bytes > MessageLimits.MaxTransactionBytes)
            throw new ArgumentException($"The messages of a transaction have {bytes} bytes with this one; at most {MessageLimits.MaxTransactionBytes} are allowed.", nameof(message));
        _messages.Add(message);
        _bytes = bytes;
    }

    /// <summary>Publishes a typed message if, and only if, the local transaction commits.</summary>
    /// <typeparam name="T">Type of the body, see <see cref="MessageFactory.Create{T}" />.</typeparam>
    /// <param name="topic">Topic of the message.</param>
    /// <param name="body">The body, which is written now.</param>
    /// <param name="options">Keys, tag, delay and further properties. Default: none.</param>
    /// <exception cref="ArgumentException">The body cannot be written, or a value is out of its limits.</exception>
    /// <exception cref="InvalidOperationException">The function has returned already.</exception>
    public void Publish<T>(string topic, T body, MessageOptions? options = null) => Publish(_factory.Create(new Topic(topic), body, options));

    /// <summary>Publishes messages that were known before, and are within their limits.</summary>
    internal void Publish(IEnumerable<Message> messages)
    {
        foreach (var message in messages)
            Publish(message);
    }

    /// <summary>Ends the time in which messages may be published, and returns them.</summary>
    internal IReadOnlyList<Message> Close()
    {
        _isClosed = true;
        return _messages;
    }
}
