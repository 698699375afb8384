namespace Coordinator.Harness;

/// <summary>A temporary directory that is deleted when it is disposed of.</summary>
public sealed class TempDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("coordinator-test-");

    /// <summary>The full path.</summary>
    public string Path => _directory.FullName;

    /// <summary>Full path of a file in the directory. The file need not exist.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        if (_directory.Exists)
            _directory.Delete(recursive: true);
    }
}
