using System.Globalization;
using Akka.Configuration;

namespace Coordinator.Formation;

/// <summary>Akka configuration of leases in PostgreSQL.</summary>
internal static class LeaseConfig
{
    /// <summary>Path of the configuration, for <c>LeaseProvider.GetLease</c> and for <c>lease-implementation</c> of Akka.</summary>
    public const string Path = "coordinator.lease";

    /// <summary>Name of the lease that the only cluster of a database holds.</summary>
    public const string ClusterLease = "cluster";

    // Five renewals fit into the time, so that a slow one or two cost nothing.
    private const int RenewalsPerTimeout = 5;

    /// <param name="timeout">Time after which a lease that nobody renews may be taken by another.</param>
    public static Config Of(TimeSpan timeout) => ConfigurationFactory.ParseString(string.Create(CultureInfo.InvariantCulture, $$"""
        {{Path}} {
          lease-class = "{{typeof(PostgresLease).FullName}}, {{typeof(PostgresLease).Assembly.GetName().Name}}"
          heartbeat-timeout = {{(long)timeout.TotalMilliseconds}}ms
          heartbeat-interval = {{(long)RenewalInterval(timeout).TotalMilliseconds}}ms
          lease-operation-timeout = {{(long)RenewalInterval(timeout).TotalMilliseconds}}ms
        }
        """));

    public static TimeSpan RenewalInterval(TimeSpan timeout) => timeout / RenewalsPerTimeout;
}
