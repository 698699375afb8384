namespace Coordinator.Contracts.Remoting.Tls;

/// <summary>Files of mutual TLS.</summary>
/// <param name="Certificate">PKCS#12 file with a certificate and its private key, and any intermediate certificates.</param>
/// <param name="Password">Reads the password of the file; empty for none.</param>
/// <param name="Authority">PEM file with the authorities that may issue the peer's certificate. Several are valid side by side.</param>
internal sealed record TlsFiles(string Certificate, Func<string> Password, string Authority);
