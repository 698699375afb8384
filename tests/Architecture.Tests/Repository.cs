using System.Reflection;

namespace Coordinator.Architecture.Tests;

/// <summary>Finds the files of this repository. Paths are relative to its root and have forward slashes.</summary>
internal static class Repository
{
    public const string ArchitectureTests = "tests/Architecture.Tests";

    private static readonly string[] NotSources = ["bin", "obj"];

    public static string Root { get; } = FindRoot();

    /// <summary>Gets the part of a project's <c>obj</c> folder that this build wrote, such as <c>Debug/net10.0</c>.</summary>
    public static string BuildOutput { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == nameof(BuildOutput)).Value!;

    public static string FullPath(string path) => Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(FullPath(path));

    public static bool Has(string path) => File.Exists(FullPath(path));

    /// <summary>Lists the files of a folder and its subfolders, without build output, in a stable order.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern)
    {
        var full = FullPath(folder);
        if (!Directory.Exists(full))
            return [];
        return
        [
            .. Directory.EnumerateFiles(full, pattern, SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
                .Where(file => !file.Split('/').Any(NotSources.Contains))
                .Order(StringComparer.Ordinal),
        ];
    }

    public static IReadOnlyList<string> CSharpFiles(params string[] folders) =>
        [.. folders.SelectMany(folder => Files(folder, "*.cs"))];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Coordinator.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Coordinator.sln.");
    }
}
