namespace Coordinator.Harness.Histories.Rules;

/// <summary>Times in which no process of a service had a session with the coordinator.</summary>
internal static class Absences
{
    /// <summary>Gets these times, each with the time that the first process needs afterwards.</summary>
    public static IEnumerable<(long From, long Until)> Of(RunHistory history, string service, long recovery)
    {
        var connected = new HashSet<string>();
        long? since = null;
        foreach (var entry in history.Entries)
        {
            switch (entry)
            {
                case Connected one when ServiceOf(one.Participant) == service:
                    if (connected.Count == 0 && since is { } from)
                        yield return (from, one.At + recovery);
                    connected.Add(one.Participant);
                    break;
                case Disconnected one when ServiceOf(one.Participant) == service:
                    if (connected.Remove(one.Participant) && connected.Count == 0)
                        since = one.At;
                    break;
            }
        }

        if (connected.Count == 0 && since is { } last)
            yield return (last, long.MaxValue);
    }

    /// <summary>Name of the service that a process belongs to, or a transaction: <c>orders</c> of <c>orders-a-1</c>.</summary>
    public static string ServiceOf(string name) => name.Split('-')[0];
}
