namespace Coordinator.Harness.Histories.Rules;

/// <summary>
/// The causes that the coordinator names are those that the history shows. What happened less than some seconds before or after a look, or
/// near a fault, is not judged: a settlement is on its way for a moment.
/// </summary>
internal static class CauseRules
{
    private static readonly long Moment = Times.Micros(TimeSpan.FromSeconds(3));

    public static IEnumerable<Violation> Untrue(RunHistory history, TimeLimits limits)
    {
        var places = history.Of<Arrived>().DistinctBy(arrival => (arrival.Queue, arrival.Offset)).ToDictionary(arrival => (arrival.Queue, arrival.Offset));
        var arrived = First<Arrived>(history, entry => (entry.Group, entry.Message));
        var declined = First<Declined>(history, entry => (entry.Group, entry.Message));
        var handled = First<Handled>(history, entry => (entry.Group, entry.Message));
        foreach (var look in history.Of<Seen>().GroupBy(seen => seen.Group))
        {
            var excused = Disturbances.Of(history, limits, look.Key);
            foreach (var (seen, wait) in look.SelectMany(seen => seen.Waits, (seen, wait) => (seen, wait)))
            {
                if (excused.Calm(seen.At - Moment, seen.At) < Moment || !places.TryGetValue((seen.Queue, wait.Offset), out var message))
                    continue;
                if (WhyUntrue(seen, wait, message) is { } why)
                    yield return new Violation(Promise.CausesAreTrue, $"{message.Message} was said to wait for {look.Key} because of {wait.Cause}, and {why}.");
            }
        }

        string? WhyUntrue(Seen seen, SeenWait wait, Arrived message)
        {
            var of = (seen.Group, message.Message);
            switch (wait.Cause)
            {
                case "delay":
                    return history.IsDelayed(message.Message) ? null : "it has no delay";
                case "backOff":
                    return Before(declined, of, seen.At + Moment) || Before(arrived, of, seen.At + Moment) ? null : "no delivery of it has failed";
                case "lease":
                    return Before(arrived, of, seen.At + Moment) ? null : "no member got it";
                case "key":
                    if (wait.Behind is not { } offset || !places.TryGetValue((seen.Queue, offset), out var owner))
                        return wait.Behind is null ? "no message has its key" : null;
                    return owner.Key != message.Key ? $"{owner.Message} has another key"
                        : Before(handled, (seen.Group, owner.Message), seen.At - Moment) ? $"{owner.Message} was handled before"
                        : null;
                case "limit":
                    return "so many messages never waited";
                default:
                    return null;
            }
        }
    }

    private static bool Before(Dictionary<(string, string), long> times, (string, string) of, long at) =>
        times.TryGetValue(of, out var time) && time <= at;

    private static Dictionary<(string Group, string Message), long> First<T>(RunHistory history, Func<T, (string, string)> of)
        where T : Entry =>
        history.Of<T>().GroupBy(of).ToDictionary(entries => entries.Key, entries => entries.Min(entry => entry.At));
}
