using System.Data.Common;
using System.Net.Sockets;
using Akka.Actor;

namespace Coordinator.Contracts.Logging;

/// <summary>Failures that come with networks and databases. Their stack trace says nothing that their message does not say.</summary>
internal static class ExpectedFailure
{
    private const int MaxDepth = 5;

    /// <summary>True when a peer or a database could not be reached, did not answer, or ended a connection.</summary>
    public static bool Is(Exception failure) => Chain(failure).Any(each => each
        is IExpectedFailure
        or SocketException
        or DbException { IsTransient: true }
        or TimeoutException
        or AskTimeoutException
        or OperationCanceledException
        || IsEndOfConnection(each));

    /// <summary>Types and messages of the exception and its causes, without those that repeat the one before.</summary>
    public static string Describe(Exception failure)
    {
        var parts = new List<string>();
        var last = "";
        foreach (var each in Chain(failure).Take(MaxDepth))
        {
            if (last.Contains(each.Message, StringComparison.Ordinal))
                continue;
            last = each.Message;
            parts.Add($"{each.GetType().Name}: {last}");
        }

        return string.Join(" <- ", parts);
    }

    // Remoting keeps the types to itself with which it ends a connection.
    private static bool IsEndOfConnection(Exception failure) =>
        failure is AkkaException && failure.GetType().Namespace?.StartsWith("Akka.Remote", StringComparison.Ordinal) is true;

    private static IEnumerable<Exception> Chain(Exception failure)
    {
        for (var each = failure; each is not null; each = each.InnerException)
            yield return each;
    }
}
