namespace Coordinator.Persistence;

/// <summary>Creates directories and files that only the user of this process can open. Windows keeps its inherited access rules.</summary>
internal static class PrivateFile
{
    /// <summary>Access of a directory: 0700.</summary>
    public const UnixFileMode OwnerOnlyDirectory = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Access of a file: 0600.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates a directory and its missing parents.</summary>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnlyDirectory);
    }

    /// <summary>Opens a file for writing, and creates it if it does not exist.</summary>
    public static FileStream OpenOrCreate(string path, FileShare share) =>
        new(path, Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, share));

    /// <summary>Replaces the content of a file.</summary>
    public static void Write(string path, string text)
    {
        using var writer = new StreamWriter(path, Options(FileMode.Create, FileAccess.Write, FileShare.Read));
        writer.Write(text);
    }

    private static FileStreamOptions Options(FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return options;
    }
}
