using System.Net;

namespace Coordinator.Common;

/// <summary>Connections that each remote address has, up to a limit. Safe for concurrent use.</summary>
internal sealed class AddressCounts(int limit)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _open = [];

    /// <summary>Counts one more; false when the address has reached the limit.</summary>
    public bool TryEnter(IPAddress address)
    {
        lock (_lock)
        {
            var open = _open.GetValueOrDefault(address);
            if (open < limit)
                _open[address] = open + 1;
            return open < limit;
        }
    }

    /// <summary>Counts one less.</summary>
    public void Leave(IPAddress address)
    {
        lock (_lock)
        {
            if (--_open[address] == 0)
                _open.Remove(address);
        }
    }
}
