using Coordinator.Harness.Histories;

namespace Coordinator.Harness.Tests.Histories;

/// <summary>Stored messages, which are committed in their database, and must be handed over in time while a process of their service has a session.</summary>
public sealed class HandOverSpec
{
    private const string Group = "points";
    private const long Second = 1_000_000;

    private static readonly Begun Invoice = new("invoices-a-1-0.1", "commit", [new Sent("anna", "one")]) { At = 0 };
    private static readonly Ended Stored = new(Invoice.Id, Result.Stored) { At = Second };
    private static readonly Joined Later = new("another") { At = 100 * Second };

    [Fact]
    public void Stored_messages_that_somebody_sees_within_the_limit_are_in_time()
    {
        Assert.Empty(Late(Invoice, Stored, Told(16)));
        Assert.Empty(Late(Invoice, Stored, Came(16), Told(80)));
        Assert.Equal("invoices-a-1-0.1 was stored, and the coordinator had it after 15.1 s in which its service could hand it over.", Single(Late(Invoice, Stored, Told(16.1))));
    }

    [Fact]
    public void Stored_messages_that_are_never_handed_over_are_late() =>
        Assert.Contains("did not have it after 99.0 s", Single(Late(Invoice, Stored, Later)));

    [Fact]
    public void Time_without_a_session_of_the_service_does_not_count()
    {
        Entry[] away = [Invoice, new Connected("invoices-a-1") { At = 0 }, new Disconnected("invoices-a-1") { At = 1 }, Stored];
        Assert.Empty(Late([.. away, Later]));
        // The first session has ten seconds more.
        Assert.Empty(Late([.. away, new Connected("invoices-b-1") { At = 50 * Second }, Told(75)]));
        Assert.NotEmpty(Late([.. away, new Connected("invoices-b-1") { At = 50 * Second }, Told(75.1)]));
        Assert.NotEmpty(Late([.. away, new Connected("orders-b-1") { At = Second }, new Connected("invoices-b-1") { At = 2 * Second }, Later]));
    }

    [Fact]
    public void Fault_excuses_until_its_recovery_ends()
    {
        Entry[] fault = [Invoice, Stored, new Struck(1, "cut-branch", "invoices-b | coordinator") { At = Second }, new Healed(1) { At = 11 * Second }];
        Assert.Empty(Late([.. fault, Told(71)]));
        Assert.NotEmpty(Late([.. fault, Told(71.1)]));
    }

    [Fact]
    public void Stored_commit_that_never_arrives_is_lost_and_undecided()
    {
        var history = new HistoryBuilder().Begun("a-1").Committing("a-1").Stored("a-1").History;
        Promise[] broken = [.. HistoryChecker.Check(history).Select(violation => violation.Promise).Distinct()];
        Assert.Equal([Promise.EverythingDecided, Promise.NothingLost], broken.Order().Reverse());
    }

    private static Told Told(double second) => new(Invoice.Id, Verdict.Committed, "look") { At = (long)(second * Second) };

    private static Arrived Came(double second) => new(Group, $"{Invoice.Id}/0", "anna", "orders/0", 1, 1, "one") { At = (long)(second * Second) };

    private static string Single(IEnumerable<Violation> violations) => Assert.Single(violations).What;

    private static IEnumerable<Violation> Late(params Entry[] entries) =>
        HistoryChecker.Check(new RunHistory([.. entries.OrderBy(entry => entry.At)], new Dictionary<string, Verdict>(), Effects: null, [Group], new TimeLimits()))
            .Where(violation => violation.Promise == Promise.DeliveredInTime && violation.What.Contains("was stored", StringComparison.Ordinal));
}
