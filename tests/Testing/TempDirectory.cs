namespace Coordinator.Testing;

/// <summary>A directory of a test's own, deleted with it.</summary>
public sealed class TempDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("coordinator-test-");

    /// <summary>The full path.</summary>
    public string Path => _directory.FullName;

    /// <summary>The full path of a file in it, which need not exist.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        if (_directory.Exists)
            _directory.Delete(recursive: true);
    }
}
