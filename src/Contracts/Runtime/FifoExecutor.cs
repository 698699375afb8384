using Akka.Configuration;
using Akka.Dispatch;

namespace Coordinator.Contracts.Runtime;

/// <summary>
/// Runs mailboxes on the thread pool in the order in which they got something to do. Akka's own executor puts each on top of the
/// running thread's own stack: whoever is told something runs next, with that one message, and what a hundred actors tell a
/// session becomes a hundred runs and a hundred frames. In order they become one.
/// </summary>
internal sealed class FifoExecutor(string id) : ExecutorService(id)
{
    /// <summary>Dispatchers that have it: those of users' actors, of Akka's own, of remoting and of journals.</summary>
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
        // The thread pool is the process's.
    }

    /// <summary>What the configuration of a dispatcher names.</summary>
    public sealed class Configurator(Config config, IDispatcherPrerequisites prerequisites)
        : ExecutorServiceConfigurator(config, prerequisites)
    {
        public override ExecutorService Produce(string id) => new FifoExecutor(id);
    }
}
