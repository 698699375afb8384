using System.Globalization;

namespace Coordinator.Harness.Histories.Rules;

/// <summary>
/// Stored messages are handed over in time when any process of their service has a session. The coordinator has them when somebody saw the commit
/// there, or when a group got one of them.
/// </summary>
/// <remarks>A stored send is committed in its database. So that it is never lost, undecided or overtaken is judged by the rules for all commits.</remarks>
internal static class HandOverRules
{
    public static IEnumerable<Violation> Late(RunHistory history, TimeLimits limits)
    {
        var stored = history.Of<Ended>().Where(ended => ended.Result == Result.Stored).ToArray();
        var disturbed = history.Groups.Aggregate(
            Disturbances.Of(history, limits), (times, group) => times.With(Disturbances.Of(history, limits, group).Spans));
        var ofService = stored.Select(ended => Absences.ServiceOf(history.NameOf(ended.Id))).Distinct().ToDictionary(
            service => service, service => disturbed.With(Absences.Of(history, service, Times.Micros(limits.HandOver))));
        var taken = history.Of<Told>().Where(told => told.Verdict == Verdict.Committed).Select(told => (told.Id, told.At))
            .Concat(history.Of<Arrived>().Select(arrival => (Id: RunHistory.TransactionOf(arrival.Message), arrival.At)))
            .GroupBy(one => one.Id, one => one.At)
            .ToDictionary(one => one.Key, one => one.Min());
        foreach (var ended in stored)
        {
            var late = ofService[Absences.ServiceOf(history.NameOf(ended.Id))].Calm(ended.At, taken.GetValueOrDefault(ended.Id, history.End));
            if (late <= Times.Micros(limits.HandOver + limits.Delivery))
                continue;
            yield return new Violation(
                Promise.DeliveredInTime,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{ended.Id} was stored, and the coordinator {(taken.ContainsKey(ended.Id) ? "had" : "did not have")} it after {late / 1e6:0.0} s in which its service could hand it over."));
        }
    }
}
