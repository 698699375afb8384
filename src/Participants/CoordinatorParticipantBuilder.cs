using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Common;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Participants;

/// <summary>
/// Configures how a participant answers checks and which topics it consumes. Returned by <c>AddCoordinatorParticipant</c>.
/// </summary>
public sealed class CoordinatorParticipantBuilder
{
    internal CoordinatorParticipantBuilder(IServiceCollection services, string? name) => (Services, Name) = (services, name);

    /// <summary>Name of the participant; <c>null</c>: the one without a name.</summary>
    public string? Name { get; }

    /// <summary>The services of the host.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Keeps the outcomes of local transactions in a store and answers all checks from it. Its tables are created at start. Set
    /// <see cref="OutcomeStore.ProducerGroup" /> of an <see cref="OutcomeStore" /> that you make yourself.
    /// </summary>
    /// <exception cref="InvalidOperationException">Checks are answered already.</exception>
    public CoordinatorParticipantBuilder UseOutcomeStore(IOutcomeStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        AnswerChecksWith(new OutcomeStoreChecker(store));
        Services.AddFor(Name, store);
        return BeforeStart((_, ct) => store.EnsureTablesAsync(ct));
    }

    /// <summary>
    /// Keeps the outcomes of local transactions in a database and answers all checks from it. The tables are created at start. The host does
    /// not start with tables of an older version, and the <see cref="TableVersionException" /> has the script to run.
    /// </summary>
    /// <param name="dialect">SQL dialect of the database.</param>
    /// <param name="connect">Makes a new connection to the database.</param>
    /// <exception cref="InvalidOperationException">Checks are answered already.</exception>
    public CoordinatorParticipantBuilder UseOutcomeStore(SqlDialect dialect, Func<DbConnection> connect)
    {
        var store = new OutcomeStore(dialect, connect);
        return UseOutcomeStore(_ => store);
    }

    /// <summary>Keeps the outcomes of local transactions in a store that the services of the host make, for the producer group of the options.</summary>
    internal CoordinatorParticipantBuilder UseOutcomeStore(Func<IServiceProvider, OutcomeStore> make)
    {
        RequireNoChecker();
        Services.AddFor<IOutcomeStore>(Name, own => make(own.Host).WithGroup(GroupOf(own)));
        Services.AddFor<ITransactionChecker>(Name, own => new OutcomeStoreChecker(own.Get<IOutcomeStore>()));
        return BeforeStart((services, ct) => new ParticipantServices(services, Name).Get<IOutcomeStore>().EnsureTablesAsync(ct));
    }

    /// <summary>Answers checks with a function, for services that keep their state elsewhere than in a database.</summary>
    /// <exception cref="InvalidOperationException">Checks are answered already.</exception>
    public CoordinatorParticipantBuilder UseChecker(Func<TransactionCheck, CancellationToken, Task<CheckResult>> checker)
    {
        ArgumentNullException.ThrowIfNull(checker);
        return AnswerChecksWith(new FunctionChecker(checker));
    }

    /// <summary>Answers checks with a class of the host's services. Each check gets an instance in a scope of its own.</summary>
    /// <exception cref="InvalidOperationException">Checks are answered already.</exception>
    public CoordinatorParticipantBuilder UseChecker<TChecker>() where TChecker : class, ITransactionChecker
    {
        RequireNoChecker();
        if (Name is null)
            Services.AddScoped<ITransactionChecker, TChecker>();
        else
            Services.AddKeyedScoped<ITransactionChecker, TChecker>(Name);
        return this;
    }

    /// <summary>
    /// Consumes a topic with a function. It acknowledges a message by returning, see <see cref="IMessageHandler.HandleAsync" />.
    /// </summary>
    /// <param name="group">The consumer group that this service is a member of.</param>
    /// <param name="topic">The topic, which is created when it does not exist.</param>
    /// <param name="handler">
    /// Called at least once for each message, and up to <see cref="ConsumerOptions.Concurrency" /> times at once.
    /// </param>
    /// <param name="configure">Changes the defaults of this subscription.</param>
    public CoordinatorParticipantBuilder AddConsumer(
        string group,
        string topic,
        Func<ReceivedMessage, CancellationToken, Task> handler,
        Action<ConsumerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return AddConsumer(group, topic, (_, message, ct) => handler(message, ct), configure);
    }

    /// <summary>
    /// Consumes a topic with effects on a database. The effect and the inbox row of the message are in one database transaction, so a
    /// redelivery has no second effect. The inbox tables are created at start. The host does not start with tables of an older version.
    /// </summary>
    /// <param name="group">The consumer group that this service is a member of.</param>
    /// <param name="topic">The topic, which is created when it does not exist.</param>
    /// <param name="dialect">SQL dialect of the database.</param>
    /// <param name="connect">Makes a new connection to the database.</param>
    /// <param name="handler">Makes its change within the given transaction, which it must neither commit nor roll back.</param>
    /// <param name="configure">Changes the defaults of this subscription.</param>
    public CoordinatorParticipantBuilder AddConsumer(
        string group,
        string topic,
        SqlDialect dialect,
        Func<DbConnection> connect,
        Func<ReceivedMessage, DbTransaction, CancellationToken, Task> handler,
        Action<ConsumerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(connect);
        ArgumentNullException.ThrowIfNull(handler);
        var options = ConsumerOptions.Of(configure);
        options.UseInbox(dialect, connect);
        return Subscribe(group, topic, options, services => new InboxHandler(options.InboxScope!, handler, services));
    }

    /// <summary>Consumes a topic with a class of the host's services. Each message gets an instance in a scope of its own.</summary>
    /// <param name="group">The consumer group that this service is a member of.</param>
    /// <param name="topic">The topic, which is created when it does not exist.</param>
    /// <param name="configure">Changes the defaults of this subscription.</param>
    public CoordinatorParticipantBuilder AddConsumer<THandler>(
        string group,
        string topic,
        Action<ConsumerOptions>? configure = null)
        where THandler : class, IMessageHandler
    {
        Services.AddScoped<THandler>();
        return AddConsumer(
            group,
            topic,
            async (services, message, ct) =>
            {
                await using var scope = services.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<THandler>().HandleAsync(message, ct);
            },
            configure);
    }

    /// <summary>
    /// Adds a step that runs before the participant connects, such as the creation of tables. An exception stops the start of the host.
    /// </summary>
    internal CoordinatorParticipantBuilder BeforeStart(Func<IServiceProvider, CancellationToken, Task> step)
    {
        Services.AddFor(Name, new StartStep(step));
        return this;
    }

    /// <summary>Adds a subscription, with a handler that is made of the services of the host.</summary>
    internal CoordinatorParticipantBuilder Subscribe(
        string group,
        string topic,
        ConsumerOptions options,
        Func<IServiceProvider, ISubscriptionHandler> handler,
        Func<IServiceProvider, IEnumerable<string>>? problems = null)
    {
        var subscription = new Subscription(new ConsumerGroup(group), new Topic(topic), options, handler);
        if (Services.InstancesFor<Subscription>(Name).Any(earlier => earlier.Key == subscription.Key))
            throw new InvalidOperationException(
                $"Group '{group}' consumes topic '{topic}' in this process already. Raise its Concurrency instead.");
        Services.AddFor(Name, problems is null ? subscription : subscription with { Problems = problems });
        return options.Inbox is { } inbox ? BeforeStart((services, ct) => inbox(services).EnsureTablesAsync(ct)) : this;
    }

    private CoordinatorParticipantBuilder AddConsumer(
        string group,
        string topic,
        Func<IServiceProvider, ReceivedMessage, CancellationToken, Task> handler,
        Action<ConsumerOptions>? configure)
    {
        var options = ConsumerOptions.Of(configure);
        if (options.InboxScope is not null)
        {
            throw new InvalidOperationException(
                $"The handler of '{group}' for '{topic}' gets no transaction, so UseInbox cannot work for it. Add a typed consumer, or give AddConsumer the "
                    + "dialect and the connections of the database.");
        }

        return Subscribe(group, topic, options, services => new FunctionHandler((message, ct) => handler(services, message, ct)));
    }

    private static ProducerGroup? GroupOf(ParticipantServices own) => own.Options.ProducerGroup is { } group ? new ProducerGroup(group) : null;

    private CoordinatorParticipantBuilder AnswerChecksWith(ITransactionChecker checker)
    {
        RequireNoChecker();
        Services.AddFor(Name, checker);
        return this;
    }

    private void RequireNoChecker()
    {
        if (Services.HasFor<ITransactionChecker>(Name))
            throw new InvalidOperationException("Checks are answered already. Call UseOutcomeStore or UseChecker only once.");
    }
}
