namespace Coordinator.Contracts.Remoting.Pdu;

/// <summary>Path of an actor in two parts, in UTF-8: <c>akka.tcp://system@host:port</c> and <c>/user/name#uid</c>.</summary>
internal readonly ref struct SplitPath(ReadOnlySpan<byte> address, ReadOnlySpan<byte> local)
{
    private const int MaxLocal = 512;

    public ReadOnlySpan<byte> Address { get; } = address;

    /// <summary>Path within the actor system, with the uid of the actor if the sender knew it. Empty: not a path.</summary>
    public ReadOnlySpan<byte> Local { get; } = local;

    public int Length => Address.Length + Local.Length;

    /// <summary>Returns the path within the actor system, without the uid.</summary>
    public ReadOnlySpan<byte> WithoutUid => Local.LastIndexOf((byte)'#') is >= 0 and var uid ? Local[..uid] : Local;

    /// <summary>Splits a path. The local part is empty when the path is not one, or is unusually long or has unusual characters.</summary>
    public static SplitPath Of(ReadOnlySpan<byte> path)
    {
        var authority = path.IndexOf("://"u8);
        if (authority < 0)
            return default;
        var slash = path[(authority + 3)..].IndexOf((byte)'/');
        if (slash < 0)
            return default;
        var local = path[(authority + 3 + slash)..];
        return local.Length <= MaxLocal && IsPlain(local) ? new SplitPath(path[..(authority + 3 + slash)], local) : default;
    }

    private static bool IsPlain(ReadOnlySpan<byte> local)
    {
        foreach (var letter in local)
        {
            if (letter is <= (byte)' ' or >= 0x7F)
                return false;
        }

        return true;
    }
}
