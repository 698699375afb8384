using Akka.Configuration;
using Akka.Hosting;
using Akka.Remote.Transport.DotNetty;
using Coordinator.Hosting.Options;

namespace Coordinator.Hosting.Node;

/// <summary>Enables mutual TLS when a certificate is configured. Only certificates of the same authority are accepted.</summary>
internal static class NodeTls
{
    public static AkkaConfigurationBuilder WithTls(this AkkaConfigurationBuilder builder, RemotingOptions remoting)
    {
        if (remoting.TlsIdentity() is not { } identity)
            return builder;
        return builder
            .AddHocon("akka.remote.dot-netty.tcp.enable-ssl = on", HoconAddMode.Prepend)
            .AddSetup(new DotNettySslSetup(
                identity.Certificate,
                suppressValidation: false,
                requireMutualAuthentication: true,
                (certificate, chain, _, _, _) => identity.Trusts(certificate, chain)));
    }
}
