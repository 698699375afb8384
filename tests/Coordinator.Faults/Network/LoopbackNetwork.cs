using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Coordinator.Faults.Network;

/// <summary>
/// Network of loopback addresses on this machine, one for each place. It needs no privileges and cannot be cut.
/// </summary>
internal sealed class LoopbackNetwork : INetwork
{
    private readonly string _prefix = string.Create(
        CultureInfo.InvariantCulture, $"127.{RandomNumberGenerator.GetInt32(10, 250)}.{RandomNumberGenerator.GetInt32(10, 250)}");

    public string Description => $"loopback addresses {_prefix}.*";

    public bool CanCut => false;

    public string AddressOf(Place place) => string.Create(CultureInfo.InvariantCulture, $"{_prefix}.{place.Number}");

    public string HiddenAddressOf(Place place) => string.Create(CultureInfo.InvariantCulture, $"{_prefix}.{place.Number + Place.Hidden}");

    public void Enter(Place place, ProcessStartInfo start)
    {
    }

    public Task CutAsync(Place from, Place to, Loss loss) => throw new NotSupportedException("Loopback cannot be cut.");

    public Task JoinAsync(Place from, Place to, Loss loss) => throw new NotSupportedException("Loopback cannot be cut.");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
