using Coordinator.Contracts.Logging;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Common;

/// <summary>
/// Log of this library within the log of its service. A peer chooses some of the texts in its lines, and how often some of them repeat. So
/// they are escaped and throttled; the lines of the service are its own.
/// </summary>
internal sealed class ParticipantLog(ILoggerFactory service, TimeProvider time) : IDisposable
{
    public ILoggerFactory Loggers { get; } = new ThrottlingLoggerFactory(new EscapingLoggerFactory(service), time, owns: false);

    public void Dispose() => Loggers.Dispose();
}
