using Akka.Actor;
using Akka.Actor.Setup;
using Coordinator.Contracts;
using Coordinator.Contracts.Logging;
using Coordinator.Contracts.Remoting;
using Coordinator.Contracts.Sessions;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Common;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Crashes;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Link;
using Coordinator.Participants.Producing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Coordinator.Participants.Hosting;

/// <summary>
/// Starts and stops the participant with its host. It connects before any service of the host starts, and stops consuming before any
/// service stops. It disconnects after all services have stopped, so that they can produce until their end.
/// </summary>
internal sealed class ParticipantHost(ParticipantServices own) : IHostedLifecycleService
{
    private const string LinkName = "link";

    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    private readonly HandlerTurns _turns = new(TimeProvider.System);
    private readonly ILoggerFactory _loggers = own.Host.GetRequiredService<ParticipantLog>().Loggers;
    private readonly ICrashHook? _crash = own.Host.GetService<ICrashHook>();
    private readonly TransactionIdSource _ids = own.Host.GetRequiredService<TransactionIdSource>();

    private TimeSpan? _graceLeft;
    private ActorSystem? _system;
    private IActorRef _link = ActorRefs.Nobody;
    private Task _cut = Task.CompletedTask;

    // Not read before the start: the host validates the options of all participants first, and reports them together.
    private CoordinatorParticipantOptions Values => own.Options;

    private CommandLink Commands => own.Get<CommandLink>();

    private IEnumerable<Subscription> Subscriptions => own.All<Subscription>();

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var step in own.All<StartStep>())
            await step.Run(own.Host, cancellationToken);
        var connections = Connections(Values);
        var setup = ActorSystemSetup.Create(
        [
            BootstrapSetup.Create().WithConfig(_crash?.Settings.WithFallback(ParticipantSystemConfig.Config) ?? ParticipantSystemConfig.Config),
            new SystemLoggerSetup(_loggers),
            new RemotingSetup(connections),
            ParticipantSystemConfig.Quiet,
        ]);
        _system = ActorSystem.Create(SessionListenerAddress.ParticipantSystemName, setup);
        var settings = ToLinkSettings(Values) with { ChannelBinding = connections.ChannelBinding };
        var logger = _loggers.CreateLogger<ParticipantLink>();
        _link = _system.ActorOf(Props.Create(() => new ParticipantLink(settings, logger)), LinkName);
        Commands.Start(_link);
        _crash?.Started(_system, Cut);
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (_system is null)
            return;
        var grace = Values.StopTimeout;
        var start = TimeProvider.System.GetTimestamp();
        await AskAsync<ConsumingStopped>(new StopConsuming(grace), grace, cancellationToken);
        // Handlers and commands share the time that a stop may take.
        var spent = TimeProvider.System.GetElapsedTime(start);
        _graceLeft = spent < grace ? grace - spent : TimeSpan.Zero;
    }

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _system, null) is not { } system)
        {
            await _cut.WaitAsync(cancellationToken);
            return;
        }

        Commands.Stop();
        var grace = _graceLeft ?? Values.StopTimeout;
        await AskAsync<LinkClosed>(new CloseLink(grace), grace, cancellationToken);
        await system.Terminate().WaitAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends the participant as the death of its process would: nothing more is sent, and nobody is waited for.</summary>
    private void Cut()
    {
        if (Interlocked.Exchange(ref _system, null) is not { } system)
            return;
        Commands.Stop();
        _cut = system.Terminate();
    }

    private async Task AskAsync<TReply>(object request, TimeSpan grace, CancellationToken ct)
    {
        try
        {
            await _link.Ask<TReply>(request, grace + Margin, ct);
        }
        catch (Exception late) when (late is AskTimeoutException or OperationCanceledException)
        {
            var logger = _loggers.CreateLogger<ParticipantHost>();
            logger.LogWarning("{Request} did not finish in time. The stop continues", request.GetType().Name);
        }
    }

    private LinkSettings ToLinkSettings(CoordinatorParticipantOptions values) => new()
    {
        Instance = values.Instance is { } name
            ? new InstanceId(name)
            : InstanceName.Make(Environment.MachineName, Environment.ProcessId, _ids),
        ProducerGroups = values.ProducerGroup is { } group ? [new ProducerGroup(group)] : [],
        ContactPoints = values.EffectiveContactPoints,
        Credentials = CredentialsOf(values),
        OpenTimeout = values.OpenTimeout,
        WaitForSession = values.WaitForSession,
        ReconnectMinBackoff = values.ReconnectMinBackoff,
        ReconnectMaxBackoff = values.ReconnectMaxBackoff,
        MaxPending = 2 * values.MaxInFlightCommands,
        Checks = ChecksProps(values),
        Purger = PurgerProps(values),
        Keeper = KeeperProps(values),
        Consumers = Subscriptions.ToDictionary(subscription => subscription.Key, ConsumerProps),
        InboxPurgers = Subscriptions
            .Where(subscription => subscription.Options is { Inbox: not null } options && options.PurgeInterval > TimeSpan.Zero)
            .ToDictionary(subscription => subscription.Key, InboxPurgerProps),
        SessionListener = SessionListenerAt,
        Jitter = Random.Shared.NextDouble,
        Connection = own.Get<CoordinatorConnection>(),
        Crash = _crash,
    };

    private Func<Credentials?> CredentialsOf(CoordinatorParticipantOptions values)
    {
        if (values.CredentialsFile is not { } path)
            return () => values.Credentials;
        var file = new CredentialsFile(path, TimeProvider.System, _loggers.CreateLogger<CredentialsFile>());
        return () => file.Current;
    }

    /// <summary>Resolves the listener without asking for it: a selection would be a message that the coordinator does not admit.</summary>
    private static IActorRef SessionListenerAt(IActorContext context, string contactPoint) =>
        ((ExtendedActorSystem)context.System).Provider.ResolveActorRef(SessionListenerAddress.PathAt(contactPoint));

    private ParticipantConnections Connections(CoordinatorParticipantOptions values) => new(
        values.Tls?.Files(),
        $"/user/{LinkName}",
        values.OpenTimeout,
        TimeProvider.System,
        _loggers.CreateLogger<ParticipantConnections>());

    private Props ChecksProps(CoordinatorParticipantOptions values)
    {
        var logger = _loggers.CreateLogger<CheckRunner>();
        var runner = new CheckRunner(own.Host, logger, own.Name);
        return Props.Create(() => new CheckResponder(runner, values.CheckTimeout, values.CheckConcurrency, logger));
    }

    private Props? PurgerProps(CoordinatorParticipantOptions values)
    {
        if (values.PurgeInterval == TimeSpan.Zero || values.ProducerGroup is not { } group || own.Find<IOutcomeStore>() is not { } store)
            return null;
        RequireGroup(store, group);
        var (interval, keep, logger) = (values.PurgeInterval, values.KeepAtLeast, _loggers.CreateLogger<OutcomePurger>());
        var first = FirstPurgeAfter(interval);
        var keys = store is IKeyedOutcomeStore keyed ? new KeyPurge(keyed, values.KeepKeys, TimeProvider.System) : null;
        return Props.Create(() => new OutcomePurger(store, interval, keep, keys, first, logger));
    }

    private Props? KeeperProps(CoordinatorParticipantOptions values)
    {
        if (values.ProducerGroup is not { } group || own.Find<IOutcomeStore>() is not OutcomeStore store)
        {
            return values.WhenUnavailable is WhenUnavailable.StoreLocally
                ? throw new InvalidOperationException("WhenUnavailable is StoreLocally, but there is no OutcomeStore to store messages in. Set ProducerGroup, and call UseOutcomeStore.")
                : null;
        }

        RequireGroup(store, group);
        var producers = new ProducerGroup(group);
        var handOver = new MessageHandOver(store.Messages!, Commands, producers, _loggers.CreateLogger<MessageHandOver>());
        var (keep, logger) = (values.KeepMessages, _loggers.CreateLogger<MessageKeeper>());
        // What is stored is handed over also after the option was changed back.
        var owner = InstanceName.Make(Environment.MachineName, Environment.ProcessId, _ids).Value;
        var forwarder = new Forwarder(store.Stored!, Commands, producers, keep > TimeSpan.Zero, owner, _loggers.CreateLogger<Forwarder>());
        var interval = values.PurgeInterval > TimeSpan.Zero && values.PurgeInterval < MessageKeeper.LongestInterval
            ? values.PurgeInterval
            : MessageKeeper.LongestInterval;
        var forwarding = values.WhenUnavailable is WhenUnavailable.StoreLocally ? MessageKeeper.ForwardInterval : interval;
        return Props.Create(() => new MessageKeeper(handOver, forwarder, keep, interval, forwarding, logger));
    }

    private static void RequireGroup(IOutcomeStore store, string group)
    {
        if (store is OutcomeStore own && own.ProducerGroup?.Value != group)
        {
            throw new InvalidOperationException(
                $"The ProducerGroup of the OutcomeStore must be '{group}', as in the options, but is '{own.ProducerGroup?.Value}'. Purges and hand-overs go by it.");
        }
    }

    private Props InboxPurgerProps(Subscription subscription)
    {
        var (inbox, interval, keep) = (subscription.Options.Inbox!(own.Host), subscription.Options.PurgeInterval, subscription.Options.KeepAtLeast);
        var (first, logger) = (FirstPurgeAfter(interval), _loggers.CreateLogger<InboxPurger>());
        return Props.Create(() => new InboxPurger(inbox, interval, keep, first, logger));
    }

    private static TimeSpan FirstPurgeAfter(TimeSpan interval) => interval * (0.5 + (Random.Shared.NextDouble() / 2));

    private Props ConsumerProps(Subscription subscription)
    {
        var logger = _loggers.CreateLogger<MessageConsumer>();
        var runner = new HandlerRunner(subscription, own.Host, TimeProvider.System, logger);
        return Props.Create(() => new MessageConsumer(subscription, runner, _turns, Random.Shared.NextDouble, logger));
    }
}
