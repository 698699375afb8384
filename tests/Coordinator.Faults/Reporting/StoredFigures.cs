using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Reporting;

/// <summary>Sends whose messages were stored, because the coordinator did not take them in time, or because of an earlier one.</summary>
/// <param name="Stored">Number of sends that were stored.</param>
/// <param name="Behind">
/// Those of a process that had a session all the while, and waited for no prepare. They were stored because of earlier ones of their key, and not
/// handed over while their send waited for that.
/// </param>
/// <param name="Taken">Number of hand-overs that the coordinator accepted. One that was interrupted is repeated, and counts twice.</param>
/// <param name="Refused">Number of hand-overs that it refused.</param>
internal sealed record StoredFigures(int Stored, int Behind, int Taken, int Refused)
{
    // The participants of the suite wait two seconds for a prepare, if they need one.
    private const long LongestWithoutPrepare = 1_500_000;

    public static StoredFigures Of(RunHistory history)
    {
        var handed = history.Of<HandedOver>().ToArray();
        return new StoredFigures(
            history.Of<Ended>().Count(ended => ended.Result == Result.Stored),
            CountBehind(history),
            handed.Count(one => one.IsTaken),
            handed.Count(one => !one.IsTaken));
    }

    private static int CountBehind(RunHistory history)
    {
        var (connected, open, behind) = (new HashSet<string>(), new Dictionary<string, (string Process, long At)>(), 0);
        foreach (var entry in history.Entries)
        {
            switch (entry)
            {
                case Connected one:
                    connected.Add(one.Participant);
                    break;
                case Disconnected one:
                    connected.Remove(one.Participant);
                    foreach (var id in open.Where(send => send.Value.Process == one.Participant).Select(send => send.Key).ToArray())
                        open.Remove(id);
                    break;
                case Committing committing when connected.Contains(ProcessOf(history.NameOf(committing.Id))):
                    open[committing.Id] = (ProcessOf(history.NameOf(committing.Id)), entry.At);
                    break;
                case Ended ended when open.Remove(ended.Id, out var send):
                    behind += ended.Result == Result.Stored && entry.At - send.At < LongestWithoutPrepare ? 1 : 0;
                    break;
            }
        }

        return behind;
    }

    /// <summary>Name of the process whose transaction it is: <c>invoices-a-1</c> of <c>invoices-a-1-0.7</c>.</summary>
    private static string ProcessOf(string name) => name.LastIndexOf('-') is > 0 and var dash ? name[..dash] : name;
}
