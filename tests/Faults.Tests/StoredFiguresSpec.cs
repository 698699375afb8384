using Coordinator.Faults.Reporting;
using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Tests;

/// <summary>Counts stored sends, and those of a connected process that were stored because of earlier ones.</summary>
public sealed class StoredFiguresSpec
{
    private const string Process = "invoices-a-1";
    private const long Second = 1_000_000;

    private static readonly Connected Up = new(Process) { At = 0 };

    [Fact]
    public void Send_of_a_connected_process_is_stored_behind_others() => Assert.Equal((1, 1), Of([Up, .. Send("1", 1, 1.1, Result.Stored)]));

    [Fact]
    public void Send_that_waited_for_its_prepare_is_not_behind_others() => Assert.Equal((1, 0), Of([Up, .. Send("1", 1, 3.1, Result.Stored)]));

    [Fact]
    public void Send_that_is_confirmed_is_not_stored() => Assert.Equal((0, 0), Of([Up, .. Send("1", 1, 1.1, Result.Confirmed)]));

    [Fact]
    public void Send_of_a_process_without_a_session_is_not_behind_others()
    {
        Assert.Equal((1, 0), Of([new Connected("invoices-b-1") { At = 0 }, .. Send("1", 1, 1.1, Result.Stored)]));
        Assert.Equal((1, 0), Of([Up, new Disconnected(Process) { At = Second / 2 }, .. Send("1", 1, 1.1, Result.Stored)]));
        Assert.Equal((1, 0), Of([Up, .. Send("1", 1, 1.1, Result.Stored), new Disconnected(Process) { At = Second + 1 }]));
    }

    [Fact]
    public void Hand_overs_are_counted_by_their_answer()
    {
        var figures = StoredFigures.Of(History([new HandedOver(Process, true), new HandedOver(Process, true), new HandedOver(Process, false)]));
        Assert.Equal((2, 1), (figures.Taken, figures.Refused));
    }

    private static Entry[] Send(string id, double from, double until, Result result) =>
    [
        new Begun(id, "commit", [], $"{Process}-0.7") { At = At(from) - 1 }, new Committing(id) { At = At(from) }, new Ended(id, result) { At = At(until) },
    ];

    private static long At(double second) => (long)(second * Second);

    private static (int Stored, int Behind) Of(Entry[] entries)
    {
        var figures = StoredFigures.Of(History(entries));
        return (figures.Stored, figures.Behind);
    }

    private static RunHistory History(Entry[] entries) =>
        new([.. entries.OrderBy(entry => entry.At)], new Dictionary<string, Verdict>(), Effects: null, ["points"]);
}
