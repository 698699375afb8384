using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Coordinator.Harness.Processes;

/// <summary>Finds TCP ports that no program uses. Another program may take one before it is used.</summary>
public static class FreePorts
{
    private const int MostSkipped = 4_000;
    private const int MostTries = 1_000;

    /// <summary>Different ports on the loopback address.</summary>
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Dispose());
        return ports;
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
