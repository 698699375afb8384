using System.Text;
using Coordinator.Kubernetes.Tests.Rendering;

namespace Coordinator.Kubernetes.Tests.Pods;

/// <summary>Puts certificates into the secrets whose examples have none. Each secret with a certificate has an authority of its own.</summary>
internal static class SecretCertificates
{
    public const string Keystore = "keystore.p12";
    public const string AuthorityFile = "ca.crt";
    public const string PasswordFile = "password";

    private const string Password = "of the keystore";

    /// <param name="manifests">Manifests with the secrets.</param>
    /// <param name="addresses">Addresses of the nodes, beside their names.</param>
    public static void Fill(Manifests manifests, params IReadOnlyList<string> addresses)
    {
        foreach (var secret in manifests.Secrets)
        {
            if (secret.Keys().Contains(Keystore))
            {
                using var authority = new Authority();
                secret.Write(Keystore, authority.Issue(Password, ["coordinator", .. NamesOfNodes(manifests), .. addresses]));
                secret.Write(AuthorityFile, Encoding.ASCII.GetBytes(authority.Pem));
            }
            else if (secret.Keys().Contains(PasswordFile))
            {
                secret.Write(PasswordFile, Encoding.UTF8.GetBytes(Password));
            }
        }
    }

    /// <summary>Name of each pod, with a wildcard in place of its number.</summary>
    private static IEnumerable<string> NamesOfNodes(Manifests manifests) => manifests.Nodes is { Stateful: { } set } nodes
        ? [$"*.{set.ServiceName}.{nodes.Metadata.NamespaceProperty}.svc"]
        : [];
}
