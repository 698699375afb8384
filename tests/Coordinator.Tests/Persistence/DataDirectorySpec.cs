using Coordinator.Harness;
using Coordinator.Hosting.Node;
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
    public void Data_directory_keeps_its_id_and_another_has_another()
    {
        string id;
        using (var first = DataDirectory.Open(_temp.File("a")))
            id = first.Id;
        using (var again = DataDirectory.Open(_temp.File("a")))
            Assert.Equal(id, again.Id);
        using var other = DataDirectory.Open(_temp.File("b"));
        Assert.NotEqual(id, other.Id);
    }

    [Fact]
    public void Data_directory_whose_id_was_written_in_part_gets_another()
    {
        File.WriteAllText(_temp.File("coordinator.id"), "0123");

        using var directory = DataDirectory.Open(_temp.Path);

        Assert.Equal(File.ReadAllText(_temp.File("coordinator.id")), directory.Id);
        Assert.Equal(32, directory.Id.Length);
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

    [Fact]
    public async Task Data_directory_and_its_files_are_for_their_user_only()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var directory = DataDirectory.Open(_temp.File("a/b"));
        var database = new StorageOptions().DatabaseIn(directory);
        await new SchemaInstaller(database).InstallAsync();
        await using var connection = await database.OpenAsync(CancellationToken.None);
        new NodeAnnouncement(1, "127.0.0.1:1", "http://127.0.0.1:2", directory.Path).Publish(directory);

        Assert.Equal(PrivateFile.OwnerOnlyDirectory, File.GetUnixFileMode(directory.Path));
        Assert.Equal(
            ["coordinator.db", "coordinator.db-shm", "coordinator.db-wal", "coordinator.id", "coordinator.json", "coordinator.lock", "coordinator.pid"],
            Directory.EnumerateFiles(directory.Path).Select(Path.GetFileName).Order());
        foreach (var file in Directory.EnumerateFiles(directory.Path))
            Assert.Equal(PrivateFile.OwnerOnly, File.GetUnixFileMode(file));
        Assert.Null(directory.AccessWarning);
    }

    [Fact]
    public void Directory_and_files_that_others_can_read_are_closed_to_them_with_one_warning()
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(_temp.File("data"), (UnixFileMode)0b111_101_101);
        File.WriteAllText(_temp.File("data/coordinator.db"), "");
        File.SetUnixFileMode(_temp.File("data/coordinator.db"), (UnixFileMode)0b110_100_100);

        using var directory = DataDirectory.Open(_temp.File("data"));

        Assert.Equal(PrivateFile.OwnerOnlyDirectory, File.GetUnixFileMode(directory.Path));
        Assert.Equal(PrivateFile.OwnerOnly, File.GetUnixFileMode(directory.DatabaseFile));
        Assert.Equal(
            $"Other users had access to {directory.DatabaseFile} (0644), {directory.Path} (0755). Now only the user of this process has.",
            directory.AccessWarning);
    }

    [Fact]
    public void Directory_with_files_of_others_keeps_its_access_and_is_warned_about()
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(_temp.File("shared"), (UnixFileMode)0b111_101_101);
        File.WriteAllText(_temp.File("shared/notes.txt"), "");

        using var directory = DataDirectory.Open(_temp.File("shared"));

        Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(directory.Path));
        Assert.StartsWith(
            $"Other users have access to the data directory {directory.Path} (0755), which also holds other files. Choose a directory",
            directory.AccessWarning,
            StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();
}
