using Coordinator.Persistence;
using Coordinator.Retention;

namespace Coordinator.Administration;

/// <param name="Epoch">Number of the restore, and of the offsets that were given since.</param>
/// <param name="At">Time of the restore.</param>
/// <param name="HandOverUntil">Time until which services may hand over what the restore lost, and no transaction is deleted.</param>
/// <param name="ClosedAt">Time at which an operator closed it.</param>
/// <param name="ClosedBy">Name of the operator.</param>
/// <param name="ClosedWhy">Reason of the operator.</param>
internal sealed record RestoreView(
    long Epoch, DateTimeOffset At, DateTimeOffset HandOverUntil, DateTimeOffset? ClosedAt, string? ClosedBy, string? ClosedWhy)
{
    public static RestoreView Of(Restore restore, RestoreHold hold) =>
        new(restore.Epoch, restore.At, hold.EndOf(restore), restore.Closed?.At, restore.Closed?.Who, restore.Closed?.Why);
}
