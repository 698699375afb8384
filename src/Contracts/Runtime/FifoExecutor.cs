using Akka.Configuration;
using Akka.Dispatch;

namespace Coordinator.Contracts.Runtime;

/// <summary>
/// Runs mailboxes on the thread pool in the order in which they became ready. Akka's own executor puts each on top of the local stack
/// of the running thread, so the receiver of a message runs next, with that one message. A hundred messages to one session are then a
/// hundred runs and a hundred frames. In order they are one.
/// </summary>
internal sealed class FifoExecutor(string id) : ExecutorService(id)
{
    /// <summary>Dispatchers with this executor: those of our actors, of Akka's own actors, of remoting and of journals.</summary>
    public static Config Config { get; } = ConfigurationFactory.ParseString($$"""
        akka.actor.default-dispatcher.executor = "{{Name}}"
        akka.actor.internal-dispatcher.executor = "{{Name}}"
        akka.remote.default-remote-dispatcher.executor = "{{Name}}"
        akka.persistence.dispatchers.default-plugin-dispatcher.executor = "{{Name}}"
        """);

    private static string Name => $"{typeof(Configurator).FullName}, {typeof(Configurator).Assembly.GetName().Name}";

    public override void Execute(IRunnable run) => ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);

    public override void Shutdown()
    {
        // The thread pool belongs to the process.
    }

    /// <summary>Makes the executor. The configuration of a dispatcher names it.</summary>
    public sealed class Configurator(Config config, IDispatcherPrerequisites prerequisites)
        : ExecutorServiceConfigurator(config, prerequisites)
    {
        public override ExecutorService Produce(string id) => new FifoExecutor(id);
    }
}
