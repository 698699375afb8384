using System.Diagnostics;
using Coordinator.Harness.Processes;

namespace Coordinator.Faults.Proving;

/// <summary>Repository that this program was built from.</summary>
internal static class Sources
{
    private static readonly string[] AtTheRoot = ["Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt", "global.json", ".editorconfig"];

    /// <exception cref="FaultsException">The repository was not found.</exception>
    public static string Root()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Coordinator.sln")))
                return directory.FullName;
        }

        throw new FaultsException("The sources of the coordinator were not found. Run this command from a checkout.");
    }

    /// <summary>Builds an edited copy of the coordinator and returns the path of its Coordinator.dll.</summary>
    public static async Task<string> BuildAsync(IReadOnlyList<Edit> edits, string directory)
    {
        var root = Root();
        foreach (var project in (string[])["Contracts", "Coordinator"])
            Copy(Path.Combine(root, "src", project), Path.Combine(directory, "src", project));
        foreach (var file in AtTheRoot.Where(file => File.Exists(Path.Combine(root, file))))
            File.Copy(Path.Combine(root, file), Path.Combine(directory, file));
        foreach (var edit in edits)
        {
            var path = Path.Combine(directory, edit.File);
            await File.WriteAllTextAsync(path, edit.Apply(await File.ReadAllTextAsync(path)));
        }

        var output = Path.Combine(directory, "out");
        await using var build = ChildProcess.Start(new ProcessStartInfo(
            DotNet.Program,
            ["build", Path.Combine(directory, "src", "Coordinator"), "-o", output, "--nologo", "-v", "q", "-p:TreatWarningsAsErrors=false", "-nodeReuse:false"]));
        if (await build.ExitAsync(TimeSpan.FromMinutes(10)) != 0)
            throw new FaultsException($"The broken coordinator cannot be built: {build.Output}");
        return Path.Combine(output, "Coordinator.dll");
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var directory in Directory.GetDirectories(from).Where(directory => Path.GetFileName(directory) is not ("bin" or "obj" or "data")))
            Copy(directory, Path.Combine(to, Path.GetFileName(directory)));
    }
}
