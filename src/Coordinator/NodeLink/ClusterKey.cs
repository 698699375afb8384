namespace Coordinator.NodeLink;

/// <summary>Key of a proof between two nodes.</summary>
/// <param name="Secret">Secret of the cluster.</param>
/// <param name="ChannelBinding">Hash of the certificate of the node that accepts the connection. Empty without TLS.</param>
internal readonly record struct ClusterKey(byte[] Secret, ReadOnlyMemory<byte> ChannelBinding);
