using Coordinator.Participants.Common;
using Microsoft.Extensions.Hosting;

namespace OrderPayment.Services;

/// <summary>What the story tells a service on its command line.</summary>
/// <param name="Coordinator">Where the coordinator listens, <c>host:port</c>.</param>
/// <param name="Database">The service's own SQLite file.</param>
/// <param name="StopAt">Where to stop and wait for the end; <c>null</c> to work undisturbed.</param>
internal sealed record ServiceArguments(string Coordinator, string Database, StopPoint? StopAt)
{
    /// <summary>What all three services have in common as participants.</summary>
    public void Apply(CoordinatorParticipantOptions options)
    {
        options.ContactPoints = [Coordinator];
        // Ctrl+C ends the coordinator as well, and then there is nobody to take leave of.
        options.StopTimeout = TimeSpan.FromSeconds(2);
    }
}

/// <summary>Adds to a host what one service is made of.</summary>
internal delegate void ServiceSetup(IHostApplicationBuilder host, ServiceArguments arguments);
