namespace Coordinator.Retention;

/// <summary>Walk over the first events of one kind, in the order of the journal.</summary>
internal sealed class OrderedWalk(FirstEventKind kind)
{
    public FirstEventKind Kind => kind;

    /// <summary>Ordering up to which the walk has come.</summary>
    public long Position { get; set; }
}
