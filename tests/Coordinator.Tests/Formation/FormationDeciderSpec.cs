using Coordinator.Formation;

namespace Coordinator.Tests.Formation;

/// <summary>Decides for every state of the lease and of the node.</summary>
[Trait("race", "36")]
public sealed class FormationDeciderSpec
{
    private const string Own = "own";

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly FormationTimes Times = new(Turn, Grace, Patience);

    [Fact]
    public void Node_forms_only_while_it_holds_the_lease()
    {
        Assert.Equal(FormationStep.Form, Decide(Stranger(Held) with { Lease = new LeaseRow(Own, "me", LeaseValidity.Held), Holds = true }));
        foreach (var lease in new[] { Held, Expired, Released, null })
            Assert.NotEqual(FormationStep.Form, Decide(Stranger(lease) with { Since = TimeSpan.FromDays(1) }));
    }

    [Fact]
    public void Node_alone_never_takes_a_lease_that_another_cluster_holds() =>
        Assert.Equal(FormationStep.Wait, Decide(Stranger(Held) with { Since = TimeSpan.FromDays(1) }));

    [Theory]
    [InlineData(null, 4.9, FormationStep.Wait)]
    [InlineData(null, 5, FormationStep.Acquire)]
    [InlineData(LeaseValidity.Released, 4.9, FormationStep.Wait)]
    [InlineData(LeaseValidity.Released, 5, FormationStep.Acquire)]
    [InlineData(LeaseValidity.Expired, 8.9, FormationStep.Wait)]
    [InlineData(LeaseValidity.Expired, 9, FormationStep.Acquire)]
    internal void Seed_takes_a_free_lease_when_its_turn_has_come(LeaseValidity? validity, double seconds, FormationStep step) =>
        Assert.Equal(step, Decide(Stranger(Of(validity)) with { Since = TimeSpan.FromSeconds(seconds) }));

    [Fact]
    public void Node_that_is_no_seed_takes_no_lease() => Assert.Equal(
        FormationStep.Wait,
        FormationDecider.Decide(Stranger(null) with { Since = TimeSpan.FromDays(1) }, Times with { Turn = null }));

    [Fact]
    public void Node_whose_answer_was_lost_asks_again() => Assert.Equal(
        FormationStep.Acquire, Decide(Stranger(new LeaseRow(Own, "me", LeaseValidity.Held))));

    [Theory]
    [InlineData(LeaseValidity.Held)]
    [InlineData(LeaseValidity.Expired)]
    [InlineData(LeaseValidity.Released)]
    internal void Member_adopts_the_lease_that_a_fellow_renewed_last(LeaseValidity validity) =>
        Assert.Equal(FormationStep.Adopt, Decide(Member(Of(validity)) with { HolderIsFellow = true }));

    [Fact]
    public void Cluster_whose_lease_expired_goes_on_with_it() =>
        Assert.Equal(FormationStep.Adopt, Decide(Member(new LeaseRow(Own, "gone", LeaseValidity.Expired)) with { Since = TimeSpan.FromDays(1) }));

    [Theory]
    [InlineData(true, FormationStep.Acquire)]
    [InlineData(false, FormationStep.Wait)]
    internal void Leader_takes_a_free_lease_for_its_cluster(bool isLeader, FormationStep step)
    {
        foreach (var lease in new[] { Expired, Released, null })
            Assert.Equal(step, Decide(Member(lease) with { IsLeader = isLeader }));
    }

    [Theory]
    [InlineData(9.9, FormationStep.Wait)]
    [InlineData(10, FormationStep.End)]
    internal void Member_ends_when_another_cluster_keeps_the_lease(double seconds, FormationStep step) =>
        Assert.Equal(step, Decide(Member(Held) with { Since = TimeSpan.FromSeconds(seconds), IsLeader = true }));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    public void Earlier_seeds_come_first(int place, int seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds), FormationTimes.Of(place, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(2)).Turn);

    private static LeaseRow? Held => Of(LeaseValidity.Held);

    private static LeaseRow? Expired => Of(LeaseValidity.Expired);

    private static LeaseRow? Released => Of(LeaseValidity.Released);

    private static LeaseRow? Of(LeaseValidity? validity) => validity is { } known ? new LeaseRow("other", "node-9:4054#9", known) : null;

    private static FormationView Stranger(LeaseRow? lease) =>
        new(lease, TimeSpan.Zero, Own, Holds: false, IsMember: false, IsLeader: false, HolderIsFellow: false);

    private static FormationView Member(LeaseRow? lease) => Stranger(lease) with { IsMember = true };

    private static FormationStep Decide(FormationView view) => FormationDecider.Decide(view, Times);
}
