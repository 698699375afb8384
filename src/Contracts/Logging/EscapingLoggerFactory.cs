using Microsoft.Extensions.Logging;

namespace Coordinator.Contracts.Logging;

/// <summary>Escapes control characters in every log entry before a provider writes it, whichever provider that is.</summary>
internal sealed class EscapingLoggerFactory(ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new EscapingLogger(inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();
}
