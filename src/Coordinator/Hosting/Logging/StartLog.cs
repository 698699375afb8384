namespace Coordinator.Hosting.Logging;

/// <summary>Log of a node for what happens before it has its services: warnings of its start, and files that are read before.</summary>
internal sealed partial class StartLog(IConfiguration configuration) : IDisposable
{
    private readonly ServiceProvider _services = NodeLogging.CreateServices(configuration);

    /// <summary>Writes each warning that is not <c>null</c>.</summary>
    public void Warn(params IEnumerable<string?> warnings)
    {
        foreach (var warning in warnings.OfType<string>())
            LogWarning(LoggerOf("Coordinator.Start"), warning);
    }

    /// <summary>Writes that the file of the connection string has changed.</summary>
    /// <param name="problem">Reason why its content cannot be used; <c>null</c> when it is in force.</param>
    public void ConnectionStringChanged(string? problem)
    {
        var logger = LoggerOf("Coordinator.Database");
        if (problem is null)
            LogInForce(logger);
        else
            LogUnusable(logger, problem);
    }

    public void Dispose() => _services.Dispose();

    private ILogger LoggerOf(string category) => _services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

    [LoggerMessage(1, LogLevel.Warning, "{Warning}")]
    private static partial void LogWarning(ILogger logger, string warning);

    [LoggerMessage(2, LogLevel.Information, "The file of postgresFile has changed and is in force for new connections")]
    private static partial void LogInForce(ILogger logger);

    [LoggerMessage(3, LogLevel.Error, "The file of postgresFile has changed and cannot be used: {Problem} The earlier content stays in force")]
    private static partial void LogUnusable(ILogger logger, string problem);
}
