using Akka.Actor.Setup;
using Microsoft.Extensions.Logging;

namespace Coordinator.Contracts.Logging;

/// <summary>Hands the log of a process to a <see cref="SystemLogger" />.</summary>
internal sealed class SystemLoggerSetup(ILoggerFactory loggers) : Setup
{
    public ILoggerFactory Loggers => loggers;
}
