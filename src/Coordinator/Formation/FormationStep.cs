namespace Coordinator.Formation;

/// <summary>Next step of a node towards the only cluster of its database.</summary>
internal enum FormationStep
{
    /// <summary>Look again later. Without a cluster, the node keeps asking the seeds for one.</summary>
    Wait = 1,

    /// <summary>Take the lease, which nobody holds.</summary>
    Acquire = 2,

    /// <summary>Hold the lease together with the other members, as the same owner.</summary>
    Adopt = 3,

    /// <summary>Join the cluster of the seeds, or form one if none of them has any.</summary>
    Form = 4,

    /// <summary>End the node: another cluster has taken the lease of this one.</summary>
    End = 5,
}
