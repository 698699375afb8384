using System.Globalization;
using Coordinator.Persistence;

namespace Coordinator.Retention;

/// <summary>
/// Tells whether transactions must stay because services hand over what a restore from a backup lost. An unknown id is taken for a lost one
/// then, so no known one may be deleted: its messages would be sent again.
/// </summary>
/// <param name="restores">Restores of the database.</param>
/// <param name="handOver">Time after a restore in which services may hand over.</param>
internal sealed class RestoreHold(Restores restores, TimeSpan handOver)
{
    /// <summary>Returns the reason why no transaction may be deleted; <c>null</c> when there is none.</summary>
    public async Task<string?> ReasonAsync(DateTimeOffset now, CancellationToken ct)
    {
        var open = (await restores.ReadAsync(ct)).FirstOrDefault(restore => restore.Closed is null && now < EndOf(restore));
        return open is null ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"the database was restored at {open.At:yyyy-MM-ddTHH:mm:ssZ}, and services may hand over what was lost until {EndOf(open):yyyy-MM-ddTHH:mm:ssZ}. When all have, close the restore: POST /restores/{open.Epoch}/close");
    }

    /// <summary>
    /// Tells whether nothing was deleted since a restore, at any node. A clock that is behind must not say so after the others have begun to delete,
    /// so the last tenth of the time does not count.
    /// </summary>
    public async Task<bool> IsOpenEverywhereAsync(DateTimeOffset now, CancellationToken ct) =>
        await ReasonAsync(now + (handOver / 10), ct) is not null;

    public DateTimeOffset EndOf(Restore restore) => restore.At + handOver;
}
