using System.Globalization;
using System.Security.Cryptography;

namespace Coordinator.Persistence;

/// <summary>
/// Data directory of a coordinator, locked until this object is disposed. The operating system holds the lock, so it ends with the
/// process, even after a crash.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private const string LockFile = "coordinator.lock";
    // A separate file, because another process cannot read the locked one.
    private const string HolderFile = "coordinator.pid";
    private const string IdFile = "coordinator.id";
    private const int IdDigits = 32;

    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream held)
    {
        Path = path;
        _lock = held;
        Id = IdOf(path);
        AccessWarning = DataAccess.Tighten(path);
    }

    public string Path { get; }

    /// <summary>Random id of the directory, made when it was first opened: two volumes that are mounted at one path have different ones.</summary>
    public string Id { get; }

    public string DatabaseFile => DatabaseFileIn(Path);

    /// <summary>Database that is being restored. While it exists, a restore was begun and has not ended.</summary>
    public string RestoringFile => $"{DatabaseFile}.restoring";

    /// <summary>Sentences about the access that other users had or still have to the directory; <c>null</c> when they had none.</summary>
    public string? AccessWarning { get; }

    /// <exception cref="StorageException">The directory cannot be created, written or locked.</exception>
    public static DataDirectory Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            PrivateFile.CreateDirectory(full);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(full, refused);
        }

        return new DataDirectory(full, Lock(full));
    }

    /// <summary>Returns the file of the database in a directory.</summary>
    public static string DatabaseFileIn(string directory) => System.IO.Path.Combine(System.IO.Path.GetFullPath(directory), "coordinator.db");

    /// <summary>Creates the file of the database if it is missing. SQLite would create it readable by others; its log takes the same access.</summary>
    /// <exception cref="StorageException">A restore was begun and has not ended, so an empty database must not take its place.</exception>
    public void CreateDatabaseFile()
    {
        if (File.Exists(RestoringFile) && !File.Exists(DatabaseFile))
            throw new StorageException($"A restore in {Path} was interrupted: {RestoringFile} has not taken its place. Run the command restore again.");
        PrivateFile.OpenOrCreate(DatabaseFile, FileShare.ReadWrite).Dispose();
    }

    public void Dispose()
    {
        File.Delete(System.IO.Path.Combine(Path, HolderFile));
        _lock.Dispose();
    }

    private static string IdOf(string directory)
    {
        var file = System.IO.Path.Combine(directory, IdFile);
        try
        {
            // A crash may have left a part of it.
            if (File.Exists(file) && File.ReadAllText(file).Trim() is { Length: IdDigits } known)
                return known;
            var id = RandomNumberGenerator.GetHexString(IdDigits, lowercase: true);
            PrivateFile.Write(file, id);
            return id;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(directory, refused);
        }
    }

    private static FileStream Lock(string directory)
    {
        FileStream held;
        try
        {
            held = PrivateFile.OpenOrCreate(System.IO.Path.Combine(directory, LockFile), FileShare.None);
        }
        catch (IOException taken) when (taken is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new StorageException(
                $"The data directory {directory} is in use by another coordinator{Holder(directory)}. "
                + "Stop that coordinator, or choose another directory (--dataDirectory).",
                taken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(directory, refused);
        }

        try
        {
            PrivateFile.Write(
                System.IO.Path.Combine(directory, HolderFile),
                Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return held;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            held.Dispose();
            throw Unwritable(directory, refused);
        }
    }

    private static StorageException Unwritable(string directory, Exception refused) => new(
        $"The data directory {directory} cannot be written: {refused.Message} "
        + "Make it writable for this user, or choose another directory (--dataDirectory).",
        refused);

    private static string Holder(string directory)
    {
        try
        {
            return $" (process {File.ReadAllText(System.IO.Path.Combine(directory, HolderFile)).Trim()})";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
