namespace Coordinator.Formation;

/// <summary>Decides how a node comes to the only cluster of its database. It knows neither actors nor clocks.</summary>
internal static class FormationDecider
{
    public static FormationStep Decide(FormationView view, FormationTimes times)
    {
        if (view.Holds)
            return view.IsMember ? FormationStep.Wait : FormationStep.Form;
        return view.IsMember ? OfMember(view, times) : OfStranger(view, times);
    }

    /// <summary>
    /// A cluster that could not renew its lease goes on, and takes the lease again when nobody else has it. It ends only when another
    /// cluster has taken it.
    /// </summary>
    private static FormationStep OfMember(FormationView view, FormationTimes times)
    {
        if (view.Lease is not { } lease)
            return AcquireAsLeader(view);
        if (view.HolderIsFellow || lease.Owner == view.Owner)
            return FormationStep.Adopt;
        if (lease.Validity is not LeaseValidity.Held)
            return AcquireAsLeader(view);
        return view.Since >= times.Patience ? FormationStep.End : FormationStep.Wait;
    }

    // One node does, and the others adopt what it has taken.
    private static FormationStep AcquireAsLeader(FormationView view) => view.IsLeader ? FormationStep.Acquire : FormationStep.Wait;

    private static FormationStep OfStranger(FormationView view, FormationTimes times)
    {
        if (times.Turn is not { } turn)
            return FormationStep.Wait;
        // The answer to an earlier attempt may have been lost.
        if (view.Lease is { } mine && mine.Owner == view.Owner)
            return FormationStep.Acquire;
        return view.Lease?.Validity switch
        {
            null or LeaseValidity.Released => FreeSince(turn),
            LeaseValidity.Expired => FreeSince(turn + times.Grace),
            LeaseValidity.Held => FormationStep.Wait,
            var other => throw new InvalidOperationException($"A lease cannot be {other}."),
        };

        FormationStep FreeSince(TimeSpan least) => view.Since >= least ? FormationStep.Acquire : FormationStep.Wait;
    }
}
