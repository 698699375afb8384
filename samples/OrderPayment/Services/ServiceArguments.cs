namespace OrderPayment.Services;

/// <summary>What the story tells a service on its command line.</summary>
/// <param name="Coordinator">Where the coordinator listens, <c>host:port</c>.</param>
/// <param name="Database">The service's own SQLite file.</param>
/// <param name="StopAt">Where to stop and wait for the end; <c>null</c> to work undisturbed.</param>
internal sealed record ServiceArguments(string Coordinator, string Database, StopPoint? StopAt);

/// <summary>Adds to a host what one service is made of.</summary>
internal delegate void ServiceSetup(Microsoft.Extensions.Hosting.IHostApplicationBuilder host, ServiceArguments arguments);
