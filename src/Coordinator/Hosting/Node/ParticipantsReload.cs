using Akka.Actor;
using Akka.Hosting;
using Coordinator.Contracts.Common;
using Coordinator.Hosting.Options;
using Coordinator.Sessions;
using Coordinator.Sessions.Access;

namespace Coordinator.Hosting.Node;

/// <summary>
/// Reads <c>sessions.participants</c> again when a configuration file has changed, and tells the session listener. A file with any error
/// changes nothing.
/// </summary>
internal sealed partial class ParticipantsReload : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly NodeConfiguration _configuration;
    private readonly IReadOnlyActorRegistry _actors;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly FileValue<IReadOnlyList<ParticipantAccess>> _file;
    private IReadOnlyList<ParticipantAccess> _participants;

    public ParticipantsReload(
        NodeConfiguration configuration,
        CoordinatorOptions options,
        IReadOnlyActorRegistry actors,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        (_configuration, _actors, _time) = (configuration, actors, time);
        _logger = loggers.CreateLogger("Coordinator.Sessions");
        _participants = options.Sessions.Participants;
        _file = new FileValue<IReadOnlyList<ParticipantAccess>>(
            configuration.Content, _participants, NodeConfiguration.ContentOfFiles, _ => Read(), time, LogChange);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (ReferenceEquals(_file.Current, _participants))
                continue;
            _participants = _file.Current;
            var listener = await _actors.GetAsync<SessionListener>(stoppingToken);
            listener.Tell(new ParticipantsChanged(new AccessPolicy(_participants)));
        }
    }

    /// <exception cref="FormatException">The files cannot be used.</exception>
    private IReadOnlyList<ParticipantAccess> Read()
    {
        try
        {
            var participants = _configuration.ReadAgain().Sessions.Participants;
            // A file that is away for a moment must not open the node to everybody.
            return participants.Count > 0 || _participants.Count == 0
                ? participants
                : throw new FormatException(
                    "sessions.participants must not become empty while the node runs. Restart it to let anybody connect.");
        }
        catch (StartProblem wrong)
        {
            throw new FormatException(wrong.Message, wrong);
        }
    }

    private void LogChange(string? problem)
    {
        if (problem is null)
            LogInForce(_logger);
        else
            LogUnusable(_logger, problem);
    }

    [LoggerMessage(1, LogLevel.Information, "appsettings.json has changed. Its sessions.participants are in force; other options are read at the start")]
    private static partial void LogInForce(ILogger logger);

    [LoggerMessage(2, LogLevel.Error, "appsettings.json has changed and cannot be used: {Problem} The earlier participants stay in force")]
    private static partial void LogUnusable(ILogger logger, string problem);
}
