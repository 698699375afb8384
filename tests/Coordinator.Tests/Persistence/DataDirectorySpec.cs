using Coordinator.Harness;
using Coordinator.Persistence;

namespace Coordinator.Tests.Persistence;

public sealed class DataDirectorySpec : IDisposable
{
    private readonly TempDirectory _temp = new();

    [Fact]
    public void Data_directory_is_made_on_the_first_start()
    {
        using var directory = DataDirectory.Open(_temp.File("a/b"));

        Assert.True(Directory.Exists(_temp.File("a/b")));
        Assert.Equal(_temp.File("a/b/coordinator.db"), directory.DatabaseFile);
    }

    [Fact]
    public void Data_directory_in_use_is_refused_and_names_who_holds_it()
    {
        using var first = DataDirectory.Open(_temp.Path);

        var refused = Assert.Throws<StorageException>(() => DataDirectory.Open(_temp.Path));

        Assert.Contains(_temp.Path, refused.Message, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_directory_is_free_again_when_its_holder_closes_it()
    {
        DataDirectory.Open(_temp.Path).Dispose();

        using var second = DataDirectory.Open(_temp.Path);
    }

    [Fact]
    public void Data_directory_that_a_killed_process_left_is_free()
    {
        File.WriteAllText(_temp.File("coordinator.lock"), "");
        File.WriteAllText(_temp.File("coordinator.pid"), "1");

        using var directory = DataDirectory.Open(_temp.Path);

        Assert.Equal(Environment.ProcessId.ToString(), File.ReadAllText(_temp.File("coordinator.pid")));
    }

    [Fact]
    public void Data_directory_that_cannot_be_made_is_refused_by_name()
    {
        File.WriteAllText(_temp.File("file"), "");

        var refused = Assert.Throws<StorageException>(() => DataDirectory.Open(_temp.File("file/data")));

        Assert.Contains(_temp.File("file/data"), refused.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be written", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();
}
