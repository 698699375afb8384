namespace Coordinator.Kubernetes.Tests.Rendering;

/// <summary>The files of this repository, from wherever the tests run.</summary>
internal static class Repository
{
    private static readonly Lazy<string> Root = new(() =>
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Coordinator.sln")))
                return at.FullName;
        }

        throw new InvalidOperationException($"Coordinator.sln is nowhere above {AppContext.BaseDirectory}.");
    });

    public static string PathOf(string path) => Path.Combine(Root.Value, path);

    public static string Manifests(string directory) => PathOf(Path.Combine("deploy/k8s", directory));
}
