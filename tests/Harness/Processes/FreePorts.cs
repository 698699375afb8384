using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Coordinator.Harness.Processes;

/// <summary>Finds TCP ports that no program uses. Another program may take one before it is used.</summary>
public static class FreePorts
{
    private const int MostSkipped = 4_000;
    private const int MostTries = 1_000;
    private const int Least = 11_000;
    private const int Range = 16_000;

    private static readonly ConcurrentDictionary<int, bool> Taken = new();

    /// <summary>
    /// Different ports that the system hands out to nobody, neither to listeners nor to connections. No later call in this process returns
    /// them.
    /// </summary>
    public static int[] Take(int count)
    {
        var ports = new List<int>(count);
        while (ports.Count < count)
        {
            if (Above(Least + RandomNumberGenerator.GetInt32(Range)) is var port && Taken.TryAdd(port, true))
                ports.Add(port);
        }

        return [.. ports];
    }

    /// <summary>
    /// A port that is free on every address, at a random place above a bound. Below 32768 the system hands out no port by itself.
    /// </summary>
    public static int Above(int bound)
    {
        for (var (port, tries) = (bound + RandomNumberGenerator.GetInt32(MostSkipped), 1); ; port++, tries++)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Any, port);
                listener.Start();
                return port;
            }
            catch (SocketException) when (tries < MostTries)
            {
                // Taken: try the next one.
            }
        }
    }
}
