using System.Net;
using Coordinator.Common;
using Coordinator.Sessions.Access;

namespace Coordinator.Hosting.Http.Access;

/// <summary>Makes a remote address wait after wrong tokens, by the rule of wrong secrets of participants.</summary>
internal sealed class WrongTokens(TimeProvider time, ILogger<WrongTokens> logger)
{
    // There is one token, so only the addresses differ.
    private const string Name = "";

    private readonly Lock _lock = new();
    private readonly ProofBackoff _backoff = new(time);
    private readonly LogThrottle _throttle = new(time);

    /// <summary>Time for which the address must wait; zero when it may try now.</summary>
    public TimeSpan WaitOf(IPAddress address)
    {
        lock (_lock)
            return _backoff.WaitOf(KeyOf(address), Name);
    }

    /// <summary>Counts a wrong token of an address.</summary>
    public void Count(IPAddress address)
    {
        Refusal.CountWrongToken();
        lock (_lock)
        {
            _backoff.CountWrong(KeyOf(address), Name);
            if (_throttle.IsDue(nameof(WrongTokens), out var others))
                logger.LogWarning("A request over HTTP from {Address} had a wrong token ({Others} more since the last such line).", address, others);
        }
    }

    /// <summary>Forgets the wrong tokens of an address that has shown the right one.</summary>
    public void Forget(IPAddress address)
    {
        lock (_lock)
            _backoff.Forget(KeyOf(address), Name);
    }

    private static string KeyOf(IPAddress address) => RemoteAddress.KeyOf(address).ToString();
}
