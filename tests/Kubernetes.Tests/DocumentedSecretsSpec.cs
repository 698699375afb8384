using System.Text.RegularExpressions;
using Coordinator.Kubernetes.Tests.Checks;
using Coordinator.Kubernetes.Tests.Pods;
using Coordinator.Kubernetes.Tests.Rendering;
using Coordinator.Testing.Documents;

namespace Coordinator.Kubernetes.Tests;

/// <summary>Makes certificates and secrets by the commands of docs/kubernetes.md, and gives them to the nodes.</summary>
public sealed partial class DocumentedSecretsSpec : IDisposable
{
    private readonly TempDirectory _temp = new();

    [OpenSslFact]
    public async Task Every_node_takes_the_secrets_that_the_commands_make()
    {
        if (Kustomize.ReasonToSkip is not null)
            return;
        await MakeCertificatesAsync();
        var manifests = Manifests.Of("overlays/three-nodes");

        Assert.Equal(
            ["coordinator-nodes-tls", "coordinator-nodes-tls-password", "coordinator-tls", "coordinator-tls-password"], WriteSecrets(manifests));
        for (var ordinal = 0; ordinal < manifests.Nodes!.Stateful!.Replicas; ordinal++)
            Assert.Empty(OptionCheck.ProblemsOf(manifests.Nodes, manifests, ordinal));
    }

    public void Dispose() => _temp.Dispose();

    private static string Text(string document) => File.ReadAllText(Repository.PathOf(document));

    private async Task MakeCertificatesAsync()
    {
        await File.WriteAllTextAsync(_temp.File("pki.sh"), DocumentedCommands.Of(Text("docs/operations.md"), "### Certificates")[0]);
        await DocumentedCommands.RunAsync(DocumentedCommands.Of(Text("docs/kubernetes.md"), "## Install")[0], _temp.Path);
    }

    /// <summary>Writes the files that were made into the secrets, as kubectl would. Returns the names of these secrets.</summary>
    private SortedSet<string> WriteSecrets(Manifests manifests)
    {
        var written = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Match secret in Creation().Matches(DocumentedCommands.Of(Text("docs/kubernetes.md"), "## Install")[1]))
        {
            foreach (Match file in FromFile().Matches(secret.Groups["files"].Value))
            {
                var path = _temp.File(file.Groups["file"] is { Success: true } named ? named.Value : file.Groups["key"].Value);
                if (!File.Exists(path))
                    continue;
                manifests.Secrets.Named(secret.Groups["name"].Value).Write(file.Groups["key"].Value, File.ReadAllBytes(path));
                written.Add(secret.Groups["name"].Value);
            }
        }

        return written;
    }

    [GeneratedRegex(@"create secret generic (?<name>\S+) (?<files>.*)")]
    private static partial Regex Creation();

    [GeneratedRegex(@"--from-file=(?<key>[^=\s]+)(=(?<file>\S+))?")]
    private static partial Regex FromFile();
}
