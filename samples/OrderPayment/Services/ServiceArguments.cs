using Coordinator.Participants.Common;
using Microsoft.Extensions.Hosting;

namespace OrderPayment.Services;

/// <summary>Command line arguments of a service.</summary>
/// <param name="Coordinator">Address of the coordinator, <c>host:port</c>.</param>
/// <param name="Database">SQLite file of the service.</param>
/// <param name="StopAt">Point at which the service stops and waits for SIGKILL; <c>null</c> when it works undisturbed.</param>
internal sealed record ServiceArguments(string Coordinator, string Database, StopPoint? StopAt)
{
    /// <summary>Sets the options that all three services have in common.</summary>
    public void Apply(CoordinatorParticipantOptions options)
    {
        options.ContactPoints = [Coordinator];
        // Ctrl+C ends the coordinator as well, so closing the session in order may find no coordinator.
        options.StopTimeout = TimeSpan.FromSeconds(2);
    }
}

/// <summary>Adds the parts of one service to a host.</summary>
internal delegate void ServiceSetup(IHostApplicationBuilder host, ServiceArguments arguments);
