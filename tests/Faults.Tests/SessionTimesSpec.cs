using Coordinator.Faults.Reporting;
using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Tests;

public sealed class SessionTimesSpec
{
    private const long Second = 1_000_000;

    [Fact]
    public void Session_is_away_from_its_loss_to_the_next_one_of_the_same_participant()
    {
        var times = Of(
            new Connected("a-1") { At = 1 * Second },
            new Disconnected("a-1") { At = 5 * Second },
            new Connected("b-1") { At = 6 * Second },
            new Connected("a-1") { At = 8 * Second });

        Assert.Equal(new SessionFigures(Lost: 1, Longest: 3, Silence: 0), times.All);
        Assert.Equal(0, times.Between(6 * Second, 9 * Second).Lost);
    }

    [Fact]
    public void Session_that_never_comes_back_is_away_until_the_end()
    {
        var times = Of(new Disconnected("a-1") { At = 5 * Second }, new Connected("b-1") { At = 25 * Second });

        Assert.Equal(20, times.All.Longest);
    }

    [Fact]
    public void Silence_counts_answers_to_the_caller_only_and_in_parts()
    {
        var times = Of(
            new Prepared("caller-1.0") { At = 1 * Second },
            new Prepared("orders-a-1.0") { At = 2 * Second },
            new Told("caller-1.0", Verdict.Committed, "look") { At = 3 * Second },
            new Told("caller-1.0", Verdict.Committed, "send") { At = 5 * Second });

        Assert.Equal(4, times.All.Silence);
        Assert.Equal(1, times.Between(4 * Second, long.MaxValue).Silence);
    }

    private static SessionTimes Of(params Entry[] entries) => new(new RunHistory(entries, new Dictionary<string, Verdict>(), null, []));
}
