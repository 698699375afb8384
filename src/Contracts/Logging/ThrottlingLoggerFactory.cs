using Microsoft.Extensions.Logging;

namespace Coordinator.Contracts.Logging;

/// <summary>Writes one warning or error of each kind in ten seconds, and counts the others, whichever provider writes them.</summary>
/// <param name="inner">Factory that writes.</param>
/// <param name="time">Clock.</param>
/// <param name="owns">True when this factory disposes of the other.</param>
internal sealed class ThrottlingLoggerFactory(ILoggerFactory inner, TimeProvider time, bool owns) : ILoggerFactory
{
    private readonly LogRepetitions _repetitions = new(time);

    public ILogger CreateLogger(string categoryName) => new ThrottlingLogger(inner.CreateLogger(categoryName), categoryName, _repetitions);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose()
    {
        _repetitions.Dispose();
        if (owns)
            inner.Dispose();
    }
}
