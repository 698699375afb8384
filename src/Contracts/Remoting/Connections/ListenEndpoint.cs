namespace Coordinator.Contracts.Remoting.Connections;

/// <summary>Endpoint on which a transport listens.</summary>
/// <param name="Host">Address or host name of this machine.</param>
/// <param name="Port">Port; 0 for any free one.</param>
/// <param name="PublicHost">Name under which others know this process.</param>
internal sealed record ListenEndpoint(string Host, int Port, string PublicHost);
