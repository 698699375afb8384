using Akka.Configuration;
using Akka.Dispatch;
using Coordinator.Contracts.Common;

namespace Coordinator.Edge;

/// <summary>
/// Runs the mailbox of an actor on the thread of whoever sends to it. It saves a change of threads for an actor that only passes messages
/// on, such as a gate. Such an actor never blocks.
/// </summary>
internal sealed class InlineExecutor(string id) : ExecutorService(id)
{
    public const string DispatcherId = "coordinator.inline-dispatcher";

    public static Config Config { get; } = ConfigurationFactory.ParseString($$"""
        {{DispatcherId}} {
          type = Dispatcher
          executor = "{{Hocon.NameOf(typeof(Configurator))}}"
          throughput = 64
        }
        """);

    public override void Execute(IRunnable run) => run.Run();

    public override void Shutdown()
    {
        // The threads are those of the senders.
    }

    /// <summary>Makes the executor. The configuration of a dispatcher names it.</summary>
    public sealed class Configurator(Config config, IDispatcherPrerequisites prerequisites)
        : ExecutorServiceConfigurator(config, prerequisites)
    {
        public override ExecutorService Produce(string id) => new InlineExecutor(id);
    }
}
