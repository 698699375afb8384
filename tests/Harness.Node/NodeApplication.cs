using Akka.Hosting;
using Coordinator.Administration;
using Coordinator.Contracts.Remoting.InProcess;
using Coordinator.Contracts.Sessions;
using Coordinator.Hosting.Http;
using Coordinator.Hosting.Node;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Harness.Node;

/// <summary>Puts the services of a node together, with short intervals for clusters of one process.</summary>
internal static class NodeApplication
{
    // No node is downed because it was silent: on a busy machine that would be a wrong decision.
    private const string ShortIntervals = """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          coordinated-shutdown.run-by-actor-system-terminate = off
          cluster {
            seed-node-timeout = 2s
            gossip-interval = 200ms
            leader-actions-interval = 200ms
            periodic-tasks-initial-delay = 200ms
            down-removal-margin = 200ms
            split-brain-resolver.stable-after = 600s
            singleton.hand-over-retry-interval = 200ms
            sharding {
              retry-interval = 200ms
              rebalance-interval = 300ms
            }
          }
        }

        """;

    public static WebApplication Build(
        Database database, CoordinatorOptions options, string hocon, InProcessNetwork? network)
    {
        var state = new NodeState { DirectoryId = "simulated" };
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services.AddLogging();
        builder.Services.AddSingleton(state);
        if (network is not null)
            builder.Services.AddSingleton(network);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddAdministration(options, database);
        builder.Services.AddAkka(SessionListenerAddress.SystemName, (node, services) => node
            .WithNode(services, options, database, state)
            .AddHocon(ShortIntervals + hocon, HoconAddMode.Prepend));
        var app = builder.Build();
        app.UseRouting();
        app.MapAdministration();
        return app;
    }
}
